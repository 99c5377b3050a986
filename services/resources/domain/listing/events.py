"""What can have happened to an item of the need, resource or project list."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.terms import FreeText, Labelled


class ListingKind(Labelled):
    """Which list it stands on."""

    NEED = "need", "需求清单"
    RESOURCE = "resource", "资源清单"
    PROJECT = "project", "项目清单"


class Side(Labelled):
    """Who acts: whose item it is, or who takes it up."""

    OWNER = "owner", "发布方"
    CLAIMANT = "claimant", "认领方"


class ClaimStage(Labelled):
    """How a claim stands; the first two take up part of the target."""

    OPEN = "open", "待确认"
    CONFIRMED = "confirmed", "已认领"
    DECLINED = "declined", "未确认"
    WITHDRAWN = "withdrawn", "已撤回"


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """An item: ``target`` counted in ``measure``, and ``points`` for the claimant of each.

    ``community_code`` is the division whose list it is: a community mostly, or a street or district.
    ``owner_unit_id`` is empty when the division lists it; ``petition_id`` when no appeal asked for it.
    """

    listing_id: str
    kind: ListingKind
    title: FreeText
    community_code: str
    owner_unit_id: str
    category: FreeText
    target: int
    measure: FreeText
    points: int
    closes_on: date
    petition_id: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """``unit_id`` (empty: the community) takes up ``amount``; ``by`` says which side asked."""

    claim_id: str
    unit_id: str
    amount: int
    by: Side
    stage: ClaimStage = ClaimStage.OPEN
    done: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """Points a unit has for its claim."""

    unit_id: str
    claim_id: str
    points: int


@dataclass(frozen=True, slots=True)
class NeedSetAside:
    """What an appeal needs stands on no list yet: ``rule`` refused it, ``label`` tells people why."""

    listing_id: str
    listing: ListingFacts
    rule: str
    label: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class NeedDropped:
    """It is not needed any more, before it stood on any list."""

    listing_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingPublished:
    listing_id: str
    listing: ListingFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """A side asked; the other is to confirm."""

    listing_id: str
    claim: Claim
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimConfirmed:
    """Both sides agree (双向认领): ``claimed`` of the target are taken, points are awarded."""

    listing_id: str
    before: Claim
    after: Claim
    claimed_before: int
    claimed: int
    awarded: Points
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimDeclined:
    listing_id: str
    before: Claim
    after: Claim
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimWithdrawn:
    """The claim is given up; points it had are taken back."""

    listing_id: str
    before: Claim
    after: Claim
    claimed_before: int
    claimed: int
    taken_back: Points
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ProgressReported:
    """So much of the claim is done."""

    listing_id: str
    before: Claim
    after: Claim
    note: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingAttached:
    """A booking serves the item, and falls with it."""

    listing_id: str
    booking: BookingRef
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingDetached:
    """The booking is used up or given back."""

    listing_id: str
    booking: BookingRef
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingCompleted:
    """The item is closed with its result."""

    listing_id: str
    listing: ListingFacts
    claimed: int
    done: int
    result: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingRated:
    """The side that received rates the result with stars."""

    listing_id: str
    stars: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingWithdrawn:
    """The item is taken off the list: ``bookings`` are to be given back, points are taken back."""

    listing_id: str
    listing: ListingFacts
    bookings: tuple[BookingRef, ...]
    taken_back: tuple[Points, ...]
    cause_text: str
    effective_date: date


ListingEvent = (
    NeedSetAside
    | NeedDropped
    | ListingPublished
    | ClaimMade
    | ClaimConfirmed
    | ClaimDeclined
    | ClaimWithdrawn
    | ProgressReported
    | BookingAttached
    | BookingDetached
    | ListingCompleted
    | ListingRated
    | ListingWithdrawn
)
