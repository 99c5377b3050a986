"""Whether a slot can be had: every rule a booking keeps, in the order people would ask."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import Wanted
from services.resources.domain.booking.facts import Blackout, BookingFacts
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
from services.resources.domain.booking.slots import blocked, is_open, near, next_free
from services.resources.domain.calendar import add_months, at_minute, city_day, month_of
from services.resources.domain.command import Command
from services.resources.domain.intervals import Span
from services.resources.domain.resource.events import ResourceTerms
from services.resources.domain.rules.names import RuleName

_LOOK_AHEAD = timedelta(days=14)
T = TypeVar("T", Blackout, BookingFacts)


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
    """Refuse a slot that a blackout or another booking blocks."""
    slot, books = _checked_span(wanted), [*case.books_of(wanted.resource_id)]
    blackouts = [blackout for book in books for blackout in book.blackouts.values()]
    for blackout in _in_the_way(blackouts, slot, terms):
        raise InBlackout(blackout)
    looked = near(terms, slot)
    held = [booking for book in books for booking in book.holding_in(looked)]
    for holder in _in_the_way(held, slot, terms):
        all_held = (booking.held for book in books for booking in book.holding())
        taken = [*all_held, *(blackout.held for blackout in blackouts)]
        raise SlotTaken(holder.held, _alternatives(slot, terms, taken))


def _in_the_way(taken: Sequence[T], slot: Span, terms: ResourceTerms) -> Iterator[T]:
    spans = blocked(terms, (each.held for each in taken))
    return (each for each, span in zip(taken, spans, strict=True) if slot.overlaps(span))


def _alternatives(slot: Span, terms: ResourceTerms, taken: Iterable[Span]) -> tuple[Span, ...]:
    """The next free slots in the two weeks after the wish."""
    wish = _within_books(Span(slot.begins, slot.begins + _LOOK_AHEAD))
    return next_free(terms, taken, wish, slot.minutes)


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


def _within_books(wish: Span) -> Span:
    """Up to the end of the wish's month: later books may not be at hand."""
    next_month = add_months(city_day(wish.begins).replace(day=1), 1)
    return Span(wish.begins, min(wish.ends, at_minute(next_month, 0, wish.begins)))


def _check_quota(wanted: Wanted, unit_id: str, terms: ResourceTerms, case: BookingCase) -> None:
    if not terms.quota_per_month or not unit_id:
        return
    book = case.book(wanted.resource_id, month_of(wanted.begins))
    if sum(each.unit_id == unit_id for each in book.holding()) >= terms.quota_per_month:
        raise QuotaUsedUp(terms.quota_per_month)
