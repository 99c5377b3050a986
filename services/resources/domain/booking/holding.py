"""Which slots an append takes and gives back, and which ids it gives: what no two books may have.

The tables of held slots and of claims are told in its transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.resources.domain.booking.events import (
    BlackoutSet,
    BookingMade,
    UseRecorded,
    WaitlistJoined,
    WaitlistLeft,
)
from services.resources.domain.booking.facts import HOLDING, BookingFacts


def given_back(events: Iterable[Any]) -> Iterator[BookingFacts]:
    """The bookings that held a slot before and do not any more; to be deleted first."""
    for before, after in _changes(events):
        if before is not None and before.status in HOLDING and after.status not in HOLDING:
            yield before


def taken(events: Iterable[Any]) -> Iterator[BookingFacts]:
    """The bookings that hold a slot and did not before: of `resource_id`, from `held_from` on."""
    for before, after in _changes(events):
        if after.status in HOLDING and (before is None or before.status not in HOLDING):
            yield after


def _changes(events: Iterable[Any]) -> Iterator[tuple[BookingFacts | None, BookingFacts]]:
    for event in events:
        after = getattr(event, "after", None)
        if isinstance(after, BookingFacts):
            yield event.before, after


def ids_given(events: Sequence[Any]) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """What each event gives an id to, of which resource, and the id.

    Who waits has that of the booking it may become; so it is not given again when it does.
    """
    waited = {event.entry.entry_id for event in events if isinstance(event, WaitlistLeft)}
    for event in events:
        match event:
            case BookingMade() | UseRecorded() if event.after.booking_id not in waited:
                yield ("booking", event.resource_id, event.after.booking_id), event
            case WaitlistJoined():
                yield ("booking", event.resource_id, event.entry.entry_id), event
            case BlackoutSet():
                yield ("blackout", event.resource_id, event.blackout.blackout_id), event
