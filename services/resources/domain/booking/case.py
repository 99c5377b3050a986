"""What a command about bookings is decided on, and which streams that takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from services.resources.domain.agreement.agreement import Agreement
from services.resources.domain.agreement.agreement import initial as no_agreement
from services.resources.domain.booking.book import Book, Series, initial, no_series
from services.resources.domain.booking.commands import (
    Book as BookOne,
)
from services.resources.domain.booking.commands import (
    BookingCommand,
    BookSeries,
    BookTogether,
    CancelBooking,
    Every,
    JoinWaitlist,
    LeaveWaitlist,
    LiftBlackout,
    RecordUse,
    RefuseBooking,
    ReleaseNoShow,
    SetBlackout,
    Wanted,
)
from services.resources.domain.booking.facts import BookingFacts, BookingRef
from services.resources.domain.booking.rejections import UnknownBooking
from services.resources.domain.calendar import add_months, city_day, month_of, months_between
from services.resources.domain.resource.decider import Resource
from services.resources.domain.resource.decider import initial as no_resource
from services.resources.domain.rules.decider import Rules
from services.resources.domain.unit.unit import Unit

BookKey = tuple[str, str]
"""A resource's id and a month."""

AnyBooking = (
    BookOne
    | BookTogether
    | BookSeries
    | RecordUse
    | BookingCommand
    | SetBlackout
    | LiftBlackout
    | JoinWaitlist
    | LeaveWaitlist
)


@dataclass(frozen=True, slots=True)
class BookingCase:
    """Resources and units by id, books by resource and month, what the command names, and the rules."""

    resources: Mapping[str, Resource] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    books: Mapping[BookKey, Book] = field(default_factory=dict)
    series: Series = no_series
    agreement: Agreement = no_agreement
    rules: Rules = field(default_factory=Rules)

    def resource(self, resource_id: str) -> Resource:
        return self.resources.get(resource_id, no_resource)

    def book(self, resource_id: str, month: str) -> Book:
        """The book; empty when nothing is written in it."""
        return self.books.get((resource_id, month), initial)

    def books_of(self, resource_id: str) -> Iterator[Book]:
        """The books of the resource that were loaded."""
        return (book for (whose, _), book in self.books.items() if whose == resource_id)

    def booking(self, ref: BookingRef) -> BookingFacts:
        """The booking, refused when there is none."""
        found = _booking(self.books, ref)
        if found is None:
            raise UnknownBooking(ref.booking_id)
        return found


def occurrences(command: BookSeries) -> Iterator[Wanted]:
    """The slots of the series: the same clock times of the city, every day, week or month."""
    wanted, first = command.wanted, city_day(command.wanted.begins)
    for number in range(command.times):
        if command.every is Every.MONTH:
            later = add_months(first, number) - first
        else:
            later = timedelta(days=number * (7 if command.every is Every.WEEK else 1))
        yield Wanted(wanted.resource_id, wanted.begins + later, wanted.ends + later, wanted.amount)


def resources_named(command: AnyBooking) -> tuple[str, ...]:
    """The resources whose streams the decision looks at."""
    return tuple(dict.fromkeys(_resources(command)))


def _resources(command: AnyBooking) -> Iterator[str]:
    match command:
        case BookTogether():
            yield from (each.resource_id for each in command.wanted)
        case BookOne() | BookSeries() | RecordUse() | JoinWaitlist():
            yield command.wanted.resource_id
        case BookingCommand():
            yield command.booking.resource_id
        case _:
            yield command.resource_id


def books_needed(command: AnyBooking, resources: Mapping[str, Resource]) -> tuple[BookKey, ...]:
    """The books to load once the resources are known.

    A slot may meet a booking that began as long before it as the longest one lasts, buffers included.
    """
    return tuple(dict.fromkeys(_books(command, resources)))


def _books(command: AnyBooking, resources: Mapping[str, Resource]) -> Iterator[BookKey]:
    match command:
        case BookTogether():
            for each in command.wanted:
                yield from _around(each, resources)
        case BookSeries():
            for each in occurrences(command):
                yield from _around(each, resources)
        case BookOne() | RecordUse() | JoinWaitlist():
            yield from _around(command.wanted, resources)
        case BookingCommand():
            yield command.booking.resource_id, command.booking.month
        case SetBlackout() | LiftBlackout():
            wanted = Wanted(command.resource_id, command.begins, command.ends, 1)
            yield from _around(wanted, resources)
        case LeaveWaitlist():
            yield command.resource_id, command.month


def books_given_back(
    command: AnyBooking, books: Mapping[BookKey, Book], resources: Mapping[str, Resource]
) -> tuple[BookKey, ...]:
    """The books in which somebody may wait for what the command gives back."""
    if not isinstance(command, _GIVING_BACK):
        return ()
    parts = (_booking(books, ref) for ref in _parts(command, books))
    return books_around(filter(None, parts), resources)


def books_waited_in(
    command: AnyBooking, books: Mapping[BookKey, Book], resources: Mapping[str, Resource]
) -> tuple[BookKey, ...]:
    """The books that who waits for what the command gives back could meet others in."""
    if not isinstance(command, _GIVING_BACK):
        return ()
    waiting = (
        Wanted(resource_id, entry.begins, entry.ends, entry.amount)
        for (resource_id, _), book in books.items()
        for entry in book.waiting.values()
    )
    return books_around(waiting, resources)


_GIVING_BACK = RefuseBooking | CancelBooking | ReleaseNoShow


def books_around(
    slots: Iterable[Wanted | BookingFacts], resources: Mapping[str, Resource]
) -> tuple[BookKey, ...]:
    """The books that these slots could meet others in."""
    return tuple(dict.fromkeys(key for each in slots for key in _around(each, resources)))


def _around(wanted: Wanted | BookingFacts, resources: Mapping[str, Resource]) -> Iterator[BookKey]:
    facts = resources.get(wanted.resource_id, no_resource).facts
    if facts is None or wanted.ends < wanted.begins:
        yield wanted.resource_id, month_of(wanted.begins)
        return
    terms = facts.terms
    buffers = terms.buffer_before + terms.buffer_after
    earlier = timedelta(minutes=buffers + terms.longest_minutes)
    later = timedelta(minutes=buffers)
    last = min(wanted.ends, wanted.begins + timedelta(days=_LONGEST_LOOK)) + later
    for month in months_between(wanted.begins - earlier, last):
        yield wanted.resource_id, month


_LONGEST_LOOK = 800
"""Days: what asks for longer is refused, and need not be looked up."""


def books_of_whole(command: AnyBooking, books: Mapping[BookKey, Book]) -> tuple[BookKey, ...]:
    """The books of all of what the command names: of what was booked together, or a blackout's months."""
    return tuple(dict.fromkeys(_whole(command, books)))


def _whole(command: AnyBooking, books: Mapping[BookKey, Book]) -> Iterator[BookKey]:
    match command:
        case BookingCommand():
            yield from ((part.resource_id, part.month) for part in _parts(command, books))
        case LiftBlackout():
            for book in books.values():
                if known := (book.lifted | book.blackouts).get(command.blackout_id):
                    for month in months_between(known.begins, known.ends):
                        yield command.resource_id, month


def _parts(command: BookingCommand, books: Mapping[BookKey, Book]) -> tuple[BookingRef, ...]:
    """The booking the command names, if there is one, and what was booked together with it."""
    found = _booking(books, command.booking)
    return found.parts if found is not None else ()


def _booking(books: Mapping[BookKey, Book], ref: BookingRef) -> BookingFacts | None:
    return books.get((ref.resource_id, ref.month), initial).bookings.get(ref.booking_id)
