"""An item of a list as it stands, and how it changes by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.listing.events import (
    BookingAttached,
    BookingDetached,
    Claim,
    ClaimConfirmed,
    ClaimDeclined,
    ClaimMade,
    ClaimStage,
    ClaimWithdrawn,
    ListingCompleted,
    ListingEvent,
    ListingFacts,
    ListingPublished,
    ListingRated,
    ListingWithdrawn,
    NeedDropped,
    NeedSetAside,
    ProgressReported,
)
from services.resources.domain.terms import Labelled


class ListingStage(Labelled):
    """How an item stands."""

    OPEN = "open", "进行中"
    COMPLETED = "completed", "已完成"
    WITHDRAWN = "withdrawn", "已撤销"


@dataclass(frozen=True, slots=True)
class Listing:
    """``bookings`` are those that serve it and are not detached.

    ``aside`` is a need that stands on no list yet; ``facts`` are None as long.
    """

    facts: ListingFacts | None = None
    aside: ListingFacts | None = None
    stage: ListingStage = ListingStage.OPEN
    claims: dict[str, Claim] = field(default_factory=dict)
    bookings: tuple[BookingRef, ...] = ()
    stars: int | None = None
    changed_on: date | None = None

    def taken(self, *stages: ClaimStage) -> int:
        """How much of the target the claims at one of ``stages`` take up."""
        return sum(claim.amount for claim in self.claims.values() if claim.stage in stages)

    @property
    def claimed(self) -> int:
        """How much both sides agreed upon."""
        return self.taken(ClaimStage.CONFIRMED)

    @property
    def remaining(self) -> int:
        """How much can still be claimed: claims not yet confirmed hold their part."""
        target = self.facts.target if self.facts is not None else 0
        return target - self.taken(ClaimStage.OPEN, ClaimStage.CONFIRMED)


initial = Listing()


def fold(events: Iterable[ListingEvent], listing: Listing = initial) -> Listing:
    """The item after all ``events``."""
    return reduce(evolve, events, listing)


def evolve(listing: Listing, event: ListingEvent) -> Listing:
    """The item after one more event."""
    return replace(_APPLY[type(event)](listing, event), changed_on=event.effective_date)


def _published(listing: Listing, event: ListingPublished) -> Listing:
    return replace(listing, facts=event.listing, aside=None)


def _claimed(listing: Listing, event: ClaimMade) -> Listing:
    return replace(listing, claims=listing.claims | {event.claim.claim_id: event.claim})


def _moved(listing: Listing, event: Any) -> Listing:
    return replace(listing, claims=listing.claims | {event.after.claim_id: event.after})


def _attached(listing: Listing, event: BookingAttached) -> Listing:
    return replace(listing, bookings=(*listing.bookings, event.booking))


def _detached(listing: Listing, event: BookingDetached) -> Listing:
    kept = tuple(each for each in listing.bookings if each != event.booking)
    return replace(listing, bookings=kept)


_APPLY: dict[type, Callable[[Listing, Any], Listing]] = {
    NeedSetAside: lambda listing, event: replace(listing, aside=event.listing),
    NeedDropped: lambda listing, _: replace(listing, aside=None, stage=ListingStage.WITHDRAWN),
    ListingPublished: _published,
    ClaimMade: _claimed,
    ClaimConfirmed: _moved,
    ClaimDeclined: _moved,
    ClaimWithdrawn: _moved,
    ProgressReported: _moved,
    BookingAttached: _attached,
    BookingDetached: _detached,
    ListingCompleted: lambda listing, _: replace(listing, stage=ListingStage.COMPLETED),
    ListingRated: lambda listing, event: replace(listing, stars=event.stars),
    ListingWithdrawn: lambda listing, _: replace(listing, stage=ListingStage.WITHDRAWN),
}
