"""What can have happened in a book: the bookings of one resource that begin in one calendar month.

Each event carries the booking whole, so that a reader needs no other. Instants are UTC; ``month`` is
the city's, as ``2026-03``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.resources.domain.booking.facts import (
    Blackout,
    BookingFacts,
    BookingRef,
    Skipped,
    WaitlistEntry,
)


@dataclass(frozen=True, slots=True)
class BookingMade:
    """The slot is held (占用), to be approved or confirmed at once."""

    resource_id: str
    month: str
    before: None
    after: BookingFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class UseRecorded:
    """A use that was agreed without booking is on record afterwards; it lasted ``minutes``."""

    resource_id: str
    month: str
    before: None
    after: BookingFacts
    minutes: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingApproved:
    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingRefused:
    """The owner refused; the slot is free."""

    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    """The slot is given back (释放)."""

    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCheckedIn:
    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCompleted:
    """It was used for ``minutes``; what was promised counts from here."""

    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    minutes: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class NoShowReleased:
    """Nobody came in time; the slot is free."""

    resource_id: str
    month: str
    before: BookingFacts
    after: BookingFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class BlackoutSet:
    """Nothing is lent in the span; one event in the book of every month it touches."""

    resource_id: str
    month: str
    blackout: Blackout
    effective_date: date


@dataclass(frozen=True, slots=True)
class BlackoutLifted:
    resource_id: str
    month: str
    blackout: Blackout
    effective_date: date


@dataclass(frozen=True, slots=True)
class WaitlistJoined:
    """The entry waits since ``at``."""

    resource_id: str
    month: str
    entry: WaitlistEntry
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True)
class WaitlistLeft:
    """The entry waits no more: ``promoted`` to a booking, or withdrawn."""

    resource_id: str
    month: str
    entry: WaitlistEntry
    promoted: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """A series was booked; what it could not get was skipped, as asked."""

    series_id: str
    resource_id: str
    booked: tuple[BookingRef, ...]
    skipped: tuple[Skipped, ...]
    effective_date: date


BookEvent = (
    BookingMade
    | UseRecorded
    | BookingApproved
    | BookingRefused
    | BookingCancelled
    | BookingCheckedIn
    | BookingCompleted
    | NoShowReleased
    | BlackoutSet
    | BlackoutLifted
    | WaitlistJoined
    | WaitlistLeft
)
BookingEvent = BookEvent | SeriesBooked
