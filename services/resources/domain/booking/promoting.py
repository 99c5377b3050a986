"""The waitlist: who waits for a taken slot gets it when it is given back, in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from operator import itemgetter

from services.resources.domain.booking.asked_again import id_taken
from services.resources.domain.booking.book import by_book, fold
from services.resources.domain.booking.case import BookingCase, BookKey, books_around
from services.resources.domain.booking.checks import check_slot
from services.resources.domain.booking.commands import (
    Book,
    JoinWaitlist,
    LeaveWaitlist,
    Wanted,
)
from services.resources.domain.booking.events import (
    BookEvent,
    BookingCancelled,
    BookingRefused,
    NoShowReleased,
    WaitlistJoined,
    WaitlistLeft,
)
from services.resources.domain.booking.facts import WaitlistEntry
from services.resources.domain.booking.making import hold
from services.resources.domain.booking.rejections import (
    SlotIsFree,
    SlotTaken,
)
from services.resources.domain.calendar import month_of
from services.resources.domain.command import Command, written
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import offered
from services.resources.domain.unit.unit import present


def join(command: JoinWaitlist, case: BookingCase) -> tuple[BookEvent, ...]:
    """Wait for a slot that could be had if it were not taken."""
    wanted = command.wanted
    if command.unit_id:
        present(case.units, command.unit_id)
    resource = offered(case.resource(wanted.resource_id), wanted.resource_id, "wanted.resource_id")
    month = month_of(wanted.begins)
    entry = WaitlistEntry(
        command.entry_id,
        command.unit_id,
        wanted.begins,
        wanted.ends,
        wanted.amount,
        written(command.purpose, "purpose"),
    )
    book = case.book(wanted.resource_id, month)
    if book.waiting.get(command.entry_id) == entry:
        return ()
    if command.entry_id in {*book.waiting, *book.bookings, *book.left}:
        raise id_taken(command)
    try:
        check_slot(wanted, command.unit_id, resource.terms, command, case)
    except SlotTaken:
        day = command.effective_date
        return (WaitlistJoined(wanted.resource_id, month, entry, command.now, day),)
    raise SlotIsFree


def leave(command: LeaveWaitlist, case: BookingCase) -> tuple[BookEvent, ...]:
    entry = case.book(command.resource_id, command.month).waiting.get(command.entry_id)
    if entry is None:
        return ()
    day = command.effective_date
    return (WaitlistLeft(command.resource_id, command.month, entry, False, day),)


def promoted(
    released: Sequence[BookingRefused | BookingCancelled | NoShowReleased],
    command: Command,
    case: BookingCase,
) -> Iterator[BookEvent]:
    """Who gets the slots that ``released`` frees: first come, first served, if he can."""
    case = _grown(case, released)
    freed = books_around((each.before for each in released), case.resources)
    for resource_id, entry in _in_line(freed, case):
        followed = tuple(_promotion(entry, resource_id, command, case))
        yield from followed
        case = _grown(case, followed)


def _in_line(keys: Iterable[BookKey], case: BookingCase) -> list[tuple[str, WaitlistEntry]]:
    """Who waits in these books for which resource, as they came.

    Of one book its own order tells, whatever the clocks of those who wrote in it.
    """
    books = ((resource_id, case.book(resource_id, month)) for resource_id, month in keys)
    lines = (
        [(book.since[one], resource_id, entry) for one, entry in book.waiting.items()]
        for resource_id, book in books
    )
    return [(resource_id, entry) for _, resource_id, entry in merge(*lines, key=itemgetter(0))]


def _grown(case: BookingCase, events: Iterable[BookEvent]) -> BookingCase:
    """The case as it will be once these are written."""
    books = {key: fold(of_it, case.book(*key)) for key, of_it in by_book(events).items()}
    return replace(case, books={**case.books, **books})


def _promotion(
    entry: WaitlistEntry, resource_id: str, command: Command, case: BookingCase
) -> Iterator[BookEvent]:
    wanted = Wanted(resource_id, entry.begins, entry.ends, entry.amount)
    asked = Book(
        now=command.now,
        today=command.today,
        actor=command.actor,
        effective_date=command.effective_date,
        unit_id=entry.unit_id,
        purpose=entry.purpose,
        booking_id=entry.entry_id,
        wanted=wanted,
    )
    try:
        booking = hold(entry.entry_id, wanted, asked, case)
    except Rejection:
        return
    day = command.effective_date
    yield WaitlistLeft(resource_id, booking.month, entry, True, day)
    yield booking
