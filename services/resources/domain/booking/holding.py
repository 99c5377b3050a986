"""Which slots an append takes and gives back: what the table of held slots is told in its transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

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
