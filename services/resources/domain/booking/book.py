"""The book of one resource and month: what is held, when nothing is lent, and who waits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.resources.domain.booking.events import (
    BlackoutLifted,
    BlackoutSet,
    BookEvent,
    BookingApproved,
    BookingCancelled,
    BookingCheckedIn,
    BookingCompleted,
    BookingMade,
    BookingRefused,
    NoShowReleased,
    SeriesBooked,
    UseRecorded,
    WaitlistJoined,
    WaitlistLeft,
)
from services.resources.domain.booking.facts import HOLDING, Blackout, BookingFacts, WaitlistEntry
from services.resources.domain.intervals import Span


@dataclass(frozen=True, slots=True)
class Book:
    """All bookings that ever were in it, blackouts in force, and the waitlist in order, by id.

    ``since`` tells when each entry began to wait; ``left`` are the ids of entries, ``lifted`` the
    blackouts by id that stood in it once.
    """

    bookings: dict[str, BookingFacts] = field(default_factory=dict)
    blackouts: dict[str, Blackout] = field(default_factory=dict)
    waiting: dict[str, WaitlistEntry] = field(default_factory=dict)
    since: dict[str, datetime] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    lifted: dict[str, Blackout] = field(default_factory=dict)

    def holding(self) -> Iterator[BookingFacts]:
        """The bookings that hold their slot."""
        return (each for each in self.bookings.values() if each.status in HOLDING)

    def holding_in(self, span: Span) -> Iterator[BookingFacts]:
        """Those whose slot, buffers included, meets ``span``."""
        begins, ends = span.begins, span.ends
        for each in self.bookings.values():
            if each.held_from < ends and begins < each.held_until and each.status in HOLDING:
                yield each


initial = Book()


def fold(events: Iterable[BookEvent], book: Book = initial) -> Book:
    """The book after all ``events``; the book given stays as it was."""
    grown = _Growing(
        dict(book.bookings),
        dict(book.blackouts),
        dict(book.waiting),
        dict(book.since),
        set(book.left),
        dict(book.lifted),
    )
    for event in events:
        _APPLY[type(event)](grown, event)
    left = frozenset(grown.left)
    return Book(grown.bookings, grown.blackouts, grown.waiting, grown.since, left, grown.lifted)


def by_book(events: Iterable[BookEvent]) -> dict[tuple[str, str], list[BookEvent]]:
    """The events of each book, by resource and month."""
    found: dict[tuple[str, str], list[BookEvent]] = {}
    for event in events:
        found.setdefault((event.resource_id, event.month), []).append(event)
    return found


def evolve(book: Book, event: BookEvent) -> Book:
    """The book after one more event."""
    return fold((event,), book)


@dataclass(slots=True)
class _Growing:
    """A book while it is read: a month has hundreds of events, and copying each time would be slow."""

    bookings: dict[str, BookingFacts]
    blackouts: dict[str, Blackout]
    waiting: dict[str, WaitlistEntry]
    since: dict[str, datetime]
    left: set[str]
    lifted: dict[str, Blackout]


def _booked(book: _Growing, event: Any) -> None:
    book.bookings[event.after.booking_id] = event.after


def _blacked_out(book: _Growing, event: BlackoutSet) -> None:
    book.blackouts[event.blackout.blackout_id] = event.blackout


def _lifted(book: _Growing, event: BlackoutLifted) -> None:
    book.blackouts.pop(event.blackout.blackout_id, None)
    book.lifted[event.blackout.blackout_id] = event.blackout


def _joined(book: _Growing, event: WaitlistJoined) -> None:
    book.waiting[event.entry.entry_id] = event.entry
    book.since[event.entry.entry_id] = event.at


def _left(book: _Growing, event: WaitlistLeft) -> None:
    book.waiting.pop(event.entry.entry_id, None)
    book.since.pop(event.entry.entry_id, None)
    book.left.add(event.entry.entry_id)


_APPLY: dict[type, Callable[[_Growing, Any], None]] = {
    BookingMade: _booked,
    UseRecorded: _booked,
    BookingApproved: _booked,
    BookingRefused: _booked,
    BookingCancelled: _booked,
    BookingCheckedIn: _booked,
    BookingCompleted: _booked,
    NoShowReleased: _booked,
    BlackoutSet: _blacked_out,
    BlackoutLifted: _lifted,
    WaitlistJoined: _joined,
    WaitlistLeft: _left,
}


@dataclass(frozen=True, slots=True)
class Series:
    """A series as it was booked; None before."""

    booked: SeriesBooked | None = None


no_series = Series()


def fold_series(events: Iterable[SeriesBooked], series: Series = no_series) -> Series:
    """The series after all ``events``."""
    for event in events:
        series = Series(event)
    return series
