"""Needs of appeals that no list could take: kept aside with the reason until somebody places them."""

from dataclasses import replace

from services.resources.domain.listing.case import ListingCase
from services.resources.domain.listing.commands import PlaceNeed, SetNeedAside, WithdrawListing
from services.resources.domain.listing.events import (
    ListingEvent,
    ListingPublished,
    NeedDropped,
    NeedSetAside,
)
from services.resources.domain.listing.listing import ListingStage, initial
from services.resources.domain.listing.rejections import (
    ClosesTooEarly,
    NeedNotAside,
    UnknownListing,
)

Events = tuple[ListingEvent, ...]


def set_aside(command: SetNeedAside, case: ListingCase) -> Events:
    """Keep it, with the rule that refused it; once it is listed nothing is to be kept."""
    if case.listing != initial:
        return ()
    day = command.effective_date
    return (NeedSetAside(command.listing_id, command.need, command.rule, command.label, day),)


def place(command: PlaceNeed, case: ListingCase) -> Events:
    """List it after all, in the division an officer names or the one it was wanted in."""
    listed = case.listing.facts
    if listed is not None and listed.community_code == command.community_code:
        return ()
    need = case.listing.aside
    if need is None:
        raise NeedNotAside(command.listing_id)
    case.around.division(command.community_code, "community_code")
    closes_on = command.closes_on or need.closes_on
    if closes_on < command.today:
        raise ClosesTooEarly
    facts = replace(need, community_code=command.community_code, closes_on=closes_on)
    return (ListingPublished(command.listing_id, facts, command.effective_date),)


def drop(command: WithdrawListing, case: ListingCase) -> Events:
    """The appeal needs it no more, and no list ever had it."""
    if case.listing.stage is ListingStage.WITHDRAWN:
        return ()
    if case.listing.aside is None:
        raise UnknownListing(command.listing_id)
    return (NeedDropped(command.listing_id, command.effective_date),)
