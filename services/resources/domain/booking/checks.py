"""Whether a slot can be had: every rule a booking keeps, in the order people would ask."""

from datetime import datetime, timedelta

from services.resources.domain.booking.book import Book
from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import Wanted
from services.resources.domain.booking.facts import BookingFacts
from services.resources.domain.booking.rejections import (
    BeyondCapacity,
    BookingBackwards,
    BookingInPast,
    BookingTooLong,
    InBlackout,
    NoticeTooShort,
    OutsideOpeningHours,
    QuotaUsedUp,
    SlotTaken,
    TooFarAhead,
)
from services.resources.domain.booking.slots import is_open, next_free
from services.resources.domain.calendar import add_months, at_minute, city_day, month_of
from services.resources.domain.command import Command
from services.resources.domain.intervals import Span
from services.resources.domain.resource.events import ResourceTerms
from services.resources.domain.rules.names import RuleName

_LOOK_AHEAD = timedelta(days=14)


def check_slot(
    wanted: Wanted, unit_id: str, terms: ResourceTerms, command: Command, case: BookingCase
) -> None:
    """Refuse a slot that cannot be had, by the first rule against it."""
    slot = _checked_span(wanted)
    _check_notice(wanted.begins, terms, command, case)
    check_amount(wanted, terms)
    if slot.minutes > terms.longest_minutes:
        raise BookingTooLong(terms.longest_minutes)
    if not is_open(terms, slot):
        raise OutsideOpeningHours
    check_free(wanted, terms, case)
    _check_quota(wanted, unit_id, terms, case)


def check_free(wanted: Wanted, terms: ResourceTerms, case: BookingCase) -> None:
    """Refuse a slot that is blacked out, or held with its buffers by another booking."""
    slot = _checked_span(wanted)
    held = slot.widened(terms.buffer_before, terms.buffer_after)
    for book in case.books_of(wanted.resource_id):
        if (blackout := book.blackout(slot)) is not None:
            raise InBlackout(blackout)
    for book in case.books_of(wanted.resource_id):
        if (holder := book.holder(held)) is not None:
            raise _taken(holder, slot, terms, wanted, case)


def check_amount(wanted: Wanted, terms: ResourceTerms) -> None:
    if not 1 <= wanted.amount <= terms.capacity:
        raise BeyondCapacity(wanted.amount, terms.capacity)


def _checked_span(wanted: Wanted) -> Span:
    if wanted.ends <= wanted.begins:
        raise BookingBackwards
    return Span(wanted.begins, wanted.ends)


def _check_notice(
    begins: datetime, terms: ResourceTerms, command: Command, case: BookingCase
) -> None:
    if begins < command.now:
        raise BookingInPast(begins)
    earliest = command.now + timedelta(minutes=terms.notice_minutes)
    if begins < earliest:
        raise NoticeTooShort(earliest)
    most = case.rules.value(RuleName.BOOKING_DAYS_AHEAD_MAX, command.today)
    days = min(terms.days_ahead or most, most)
    if city_day(begins) > command.today + timedelta(days=days):
        raise TooFarAhead(days)


def _taken(
    holder: BookingFacts, slot: Span, terms: ResourceTerms, wanted: Wanted, case: BookingCase
) -> SlotTaken:
    """The refusal, with the next free slots in the two weeks after the wish."""
    taken = [span for book in case.books_of(wanted.resource_id) for span in _spans(book)]
    wish = Span(slot.begins, slot.begins + _LOOK_AHEAD)
    return SlotTaken(holder.held, next_free(terms, taken, _within_books(wish), slot.minutes))


def _within_books(wish: Span) -> Span:
    """Up to the end of the wish's month: later books may not be at hand."""
    next_month = add_months(city_day(wish.begins).replace(day=1), 1)
    return Span(wish.begins, min(wish.ends, at_minute(next_month, 0, wish.begins)))


def _spans(book: Book) -> list[Span]:
    held = [booking.held for booking in book.holding()]
    return held + [Span(each.begins, each.ends) for each in book.blackouts.values()]


def _check_quota(wanted: Wanted, unit_id: str, terms: ResourceTerms, case: BookingCase) -> None:
    if not terms.quota_per_month or not unit_id:
        return
    book = case.book(wanted.resource_id, month_of(wanted.begins))
    if sum(each.unit_id == unit_id for each in book.holding()) >= terms.quota_per_month:
        raise QuotaUsedUp(terms.quota_per_month)
