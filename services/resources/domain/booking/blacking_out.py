"""Blackouts (停用时段): written into the book of every month they touch."""

from datetime import timedelta

from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import LiftBlackout, SetBlackout
from services.resources.domain.booking.events import BlackoutLifted, BlackoutSet, BookEvent
from services.resources.domain.booking.facts import Blackout
from services.resources.domain.booking.rejections import (
    BlackoutOverBookings,
    BlackoutSpanUnsuitable,
    BookingIdTaken,
)
from services.resources.domain.calendar import months_between
from services.resources.domain.command import stated
from services.resources.domain.intervals import Span
from services.resources.domain.resource.decider import offered
from services.resources.domain.rules.names import RuleName


def set_blackout(command: SetBlackout, case: BookingCase) -> tuple[BookEvent, ...]:
    """Lend nothing in the span; who holds a slot in it, buffers included, is to be told first."""
    offered(case.resource(command.resource_id), command.resource_id)
    span = _checked(command, case)
    cause = stated(command.cause_text)
    blackout = Blackout(command.blackout_id, command.begins, command.ends, cause)
    known = [book.blackouts.get(command.blackout_id) for book in case.books_of(command.resource_id)]
    if blackout in known:
        return ()
    if any(known):
        raise BookingIdTaken("blackout_id")
    held = [
        booking.booking_id
        for book in case.books_of(command.resource_id)
        for booking in book.holding_in(span)
    ]
    if held:
        raise BlackoutOverBookings(held)
    return tuple(
        BlackoutSet(command.resource_id, month, blackout, command.effective_date)
        for month in months_between(command.begins, command.ends)
    )


def _checked(command: SetBlackout, case: BookingCase) -> Span:
    most = case.rules.value(RuleName.BLACKOUT_DAYS_MAX, command.today)
    if not timedelta() < command.ends - command.begins <= timedelta(days=most):
        raise BlackoutSpanUnsuitable(most)
    return Span(command.begins, command.ends)


def lift_blackout(command: LiftBlackout, case: BookingCase) -> tuple[BookEvent, ...]:
    """Lend again; what is not blacked out stays as it is."""
    events = []
    for (resource_id, month), book in case.books.items():
        blackout = book.blackouts.get(command.blackout_id)
        if blackout is not None and resource_id == command.resource_id:
            events.append(BlackoutLifted(resource_id, month, blackout, command.effective_date))
    return tuple(events)
