"""What can be asked about an item of a list."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.command import Command
from services.resources.domain.listing.events import ListingFacts, ListingKind, Side
from services.resources.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCommand(Command):
    """A command about one item."""

    listing_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishListing(ListingCommand):
    """Put an item on a list; ``owner_unit_id`` empty when the community does.

    A unit does so by itself in a community where it has premises, without points and for no appeal.
    """

    kind: ListingKind
    title: FreeText
    community_code: str
    owner_unit_id: str
    category: FreeText
    target: int
    measure: FreeText
    closes_on: date
    points: int = 0
    petition_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNeedAside(ListingCommand):
    """Keep an appeal's need that cannot be listed as it is: ``rule`` refused, ``label`` says why."""

    need: ListingFacts
    rule: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNeed(ListingCommand):
    """List a need that was set aside in this division; ``closes_on`` None: on the day it was wanted."""

    community_code: str
    closes_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClaim(ListingCommand):
    """Let ``unit_id`` (empty: the community) take up ``amount``, asked by either side."""

    claim_id: str
    unit_id: str
    amount: int
    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClaim(ListingCommand):
    """Agree to the claim; ``by`` is the side that did not ask."""

    claim_id: str
    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineClaim(ListingCommand):
    claim_id: str
    by: Side
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawClaim(ListingCommand):
    claim_id: str
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress(ListingCommand):
    """``done`` of the claim is done in all."""

    claim_id: str
    done: int
    note: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachBooking(ListingCommand):
    """A booking serves the item; refused once the item is over: then give the booking back."""

    booking: BookingRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachBooking(ListingCommand):
    booking: BookingRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteListing(ListingCommand):
    result: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RateListing(ListingCommand):
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawListing(ListingCommand):
    """Take the item off the list; what was done for it is undone."""

    cause_text: FreeText
