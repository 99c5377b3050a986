"""Everything that can be decided about an item of the lists."""

from collections.abc import Callable
from typing import Any

from services.resources.domain.command import check_effective_date, positive, stated, written
from services.resources.domain.listing import claims, placing
from services.resources.domain.listing.case import ListingCase, check_open, points_for
from services.resources.domain.listing.commands import (
    AttachBooking,
    CompleteListing,
    ConfirmClaim,
    DeclineClaim,
    DetachBooking,
    ListingCommand,
    MakeClaim,
    PlaceNeed,
    PublishListing,
    RateListing,
    ReportProgress,
    SetNeedAside,
    WithdrawClaim,
    WithdrawListing,
)
from services.resources.domain.listing.events import (
    BookingAttached,
    BookingDetached,
    ClaimStage,
    ListingCompleted,
    ListingEvent,
    ListingFacts,
    ListingPublished,
    ListingRated,
    ListingWithdrawn,
)
from services.resources.domain.listing.listing import (
    Listing,
    ListingStage,
    evolve,
    fold,
    initial,
)
from services.resources.domain.listing.rejections import (
    ClosesTooEarly,
    ListingAlreadyPublished,
    ListingNotCompleted,
    PointsOutOfBounds,
    RatingOutOfBounds,
    UnknownListing,
)
from services.resources.domain.rules.names import RuleName
from services.resources.domain.unit.unit import present

__all__ = ["Listing", "ListingCase", "decide", "evolve", "fold", "initial"]

Events = tuple[ListingEvent, ...]


def decide(command: ListingCommand, case: ListingCase) -> Events:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    check_effective_date(command, case.listing.changed_on)
    if isinstance(command, PublishListing):
        return _publish(command, case)
    if isinstance(command, SetNeedAside):
        return placing.set_aside(command, case)
    if isinstance(command, PlaceNeed):
        return placing.place(command, case)
    if case.listing.facts is None:
        if isinstance(command, WithdrawListing):
            return placing.drop(command, case)
        raise UnknownListing(command.listing_id)
    return _DECIDE[type(command)](command, case, case.listing.facts)


def _publish(command: PublishListing, case: ListingCase) -> Events:
    case.around.division(command.community_code, "community_code")
    if command.owner_unit_id:
        present(case.units, command.owner_unit_id, "owner_unit_id")
    facts = ListingFacts(
        command.listing_id,
        command.kind,
        written(command.title, "title"),
        command.community_code,
        command.owner_unit_id,
        written(command.category, "category"),
        positive(command.target, "target"),
        written(command.measure, "measure"),
        command.points,
        command.closes_on,
        command.petition_id,
    )
    if case.listing.facts is not None:
        if case.listing.facts == facts:
            return ()
        raise ListingAlreadyPublished(command.listing_id)
    check_open(case.listing)
    most = case.around.rules.value(RuleName.LISTING_POINTS_MAX, command.effective_date)
    if not 0 <= command.points <= most:
        raise PointsOutOfBounds(most)
    if command.closes_on < command.today:
        raise ClosesTooEarly
    return (ListingPublished(command.listing_id, facts, command.effective_date),)


def _attach(command: AttachBooking, case: ListingCase, _: ListingFacts) -> Events:
    if command.booking in case.listing.bookings:
        return ()
    check_open(case.listing)
    return (BookingAttached(command.listing_id, command.booking, command.effective_date),)


def _detach(command: DetachBooking, case: ListingCase, _: ListingFacts) -> Events:
    if command.booking not in case.listing.bookings:
        return ()
    return (BookingDetached(command.listing_id, command.booking, command.effective_date),)


def _complete(command: CompleteListing, case: ListingCase, facts: ListingFacts) -> Events:
    listing = case.listing
    if listing.stage is ListingStage.COMPLETED:
        return ()
    check_open(listing)
    done = sum(c.done for c in listing.claims.values() if c.stage is ClaimStage.CONFIRMED)
    result, day = written(command.result, "result"), command.effective_date
    return (ListingCompleted(command.listing_id, facts, listing.claimed, done, result, day),)


def _rate(command: RateListing, case: ListingCase, _: ListingFacts) -> Events:
    most = case.around.rules.value(RuleName.RATING_MAX, command.effective_date)
    if not 1 <= command.stars <= most:
        raise RatingOutOfBounds(most)
    if case.listing.stage is not ListingStage.COMPLETED:
        raise ListingNotCompleted
    if case.listing.stars == command.stars:
        return ()
    return (ListingRated(command.listing_id, command.stars, command.effective_date),)


def _withdraw(command: WithdrawListing, case: ListingCase, facts: ListingFacts) -> Events:
    """Take the item off, and say what has to be undone for it: bookings and points."""
    listing = case.listing
    if listing.stage is ListingStage.WITHDRAWN:
        return ()
    check_open(listing)
    confirmed = (c for c in listing.claims.values() if c.stage is ClaimStage.CONFIRMED)
    return (
        ListingWithdrawn(
            command.listing_id,
            facts,
            listing.bookings,
            tuple(points_for(claim, facts) for claim in confirmed),
            stated(command.cause_text),
            command.effective_date,
        ),
    )


_DECIDE: dict[type, Callable[[Any, ListingCase, ListingFacts], Events]] = {
    MakeClaim: claims.make,
    ConfirmClaim: claims.confirm,
    DeclineClaim: claims.decline,
    WithdrawClaim: claims.withdraw,
    ReportProgress: claims.report,
    AttachBooking: _attach,
    DetachBooking: _detach,
    CompleteListing: _complete,
    RateListing: _rate,
    WithdrawListing: _withdraw,
}
