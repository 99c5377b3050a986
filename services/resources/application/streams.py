"""Which streams a command is answered from: the first is what it acts upon."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.resources.domain import routing
from services.resources.domain.booking.commands import (
    Book,
    BookingCommand,
    BookSeries,
    BookTogether,
    JoinWaitlist,
    LeaveWaitlist,
    LiftBlackout,
    RecordUse,
    SetBlackout,
)
from services.resources.domain.booking.facts import BookingFacts
from services.resources.domain.booking.holding import given_back, ids_given, taken
from services.resources.domain.calendar import month_of
from services.resources.domain.foldings import folding_of as _folding_of
from services.resources.domain.routing import AnyCommand
from services.resources.domain.streams import (
    RULES,
    SERIES,
    UNITS,
    DomainEvent,
    book_stream,
    stream_of,
)
from shared.deciding import Folding
from shared.event_store import Claim, Slot, Slots


def folding_of(stream: str) -> Folding[Any]:
    """How the events of this stream become a state."""
    return Folding(*_folding_of(stream))


def streams_of(command: AnyCommand) -> tuple[str, ...]:
    """What the command needs to see, as far as it tells itself: all of it is read in one go.

    First where it writes, for a repeated one is found there.
    """
    user = getattr(command, "unit_id", "")
    return tuple(
        dict.fromkeys((*_written(command), RULES, *filter(None, (user and UNITS + user,))))
    )


def _written(command: AnyCommand) -> Iterator[str]:
    """A book before all else: the version that counts is that of the month, not of the resource."""
    match command:
        case Book() | RecordUse() | JoinWaitlist():
            yield book_stream(command.wanted.resource_id, month_of(command.wanted.begins))
        case BookTogether():
            for each in command.wanted:
                yield book_stream(each.resource_id, month_of(each.begins))
        case BookSeries():
            yield SERIES + command.series_id
        case BookingCommand():
            yield book_stream(command.booking.resource_id, command.booking.month)
        case SetBlackout() | LiftBlackout():
            yield book_stream(command.resource_id, month_of(command.begins))
        case LeaveWaitlist():
            yield book_stream(command.resource_id, command.month)
    yield routing.own_stream(command)


def slots_of(events: Sequence[DomainEvent]) -> Slots:
    """Which slots the events take and give back, buffers included."""
    return Slots(
        tuple(_slot(each) for each in taken(events)),
        tuple(_slot(each) for each in given_back(events)),
    )


def claims_of(events: Sequence[DomainEvent]) -> tuple[Claim, ...]:
    """The ids that the events give, each claimed by the first book it is written in."""
    given: dict[str, str] = {}
    for key, event in ids_given(events):
        given.setdefault(":".join(key), stream_of(event))
    return tuple(Claim(key, stream) for key, stream in given.items())


def _slot(booking: BookingFacts) -> Slot:
    return Slot(
        booking.resource_id,
        booking.booking_id,
        booking.held_from,
        booking.held_until,
    )
