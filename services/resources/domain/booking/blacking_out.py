"""Blackouts (停用时段): written into the book of every month they touch."""

from collections.abc import Sequence
from datetime import timedelta

from services.resources.domain.booking.asked_again import id_taken
from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import LiftBlackout, SetBlackout
from services.resources.domain.booking.events import BlackoutLifted, BlackoutSet, BookEvent
from services.resources.domain.booking.facts import Blackout, BookingStatus
from services.resources.domain.calendar import months_between
from services.resources.domain.command import stated
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import offered
from services.resources.domain.rules.names import RuleName


class BlackoutOverBookings(Rejection):
    """Those who booked are told first, and nobody is put out of what he is using.

    Attributes:
        booking_ids: the bookings that hold a slot in the span and are not over.
    """

    def __init__(self, booking_ids: Sequence[str]) -> None:
        super().__init__(
            "begins",
            f"{len(booking_ids)} bookings hold slots in that time, buffers included; first cancel those that have not"
            f" begun and complete those in use: {', '.join(booking_ids)}",
            f"该时段内有 {len(booking_ids)} 个预约(含准备整理时间),请先取消尚未开始的,并将使用中的登记为已使用",
        )
        self.booking_ids = tuple(booking_ids)


class BlackoutSpanUnsuitable(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__(
            "ends",
            f"ends must be after begins, and at most {most} days later",
            f"停用结束时间须晚于开始时间,且不超过 {most} 天",
        )


class UnknownBlackout(Rejection):
    def __init__(self, blackout_id: str) -> None:
        super().__init__(
            "blackout_id",
            f"there is no blackout {blackout_id!r} in that time; look at the resource's blackouts",
            "该时段没有此停用编号,请查看资源的停用时段",
        )


def set_blackout(command: SetBlackout, case: BookingCase) -> tuple[BookEvent, ...]:
    """Lend nothing in the span; who holds a slot in it, buffers included, is to be told first.

    What was used holds its slot as a fact, and stands in nobody's way.
    """
    offered(case.resource(command.resource_id), command.resource_id)
    span = _checked(command, case)
    cause = stated(command.cause_text)
    blackout = Blackout(command.blackout_id, command.begins, command.ends, cause)
    books = [*case.books_of(command.resource_id)]
    if any(book.blackouts.get(command.blackout_id) == blackout for book in books):
        return ()
    if any(command.blackout_id in (book.blackouts | book.lifted) for book in books):
        raise id_taken(command)
    in_the_way = [
        booking.booking_id
        for book in books
        for booking in book.holding_in(span)
        if booking.status is not BookingStatus.COMPLETED
    ]
    if in_the_way:
        raise BlackoutOverBookings(in_the_way)
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
    """Lend again in all the time that was set; what was lifted before stays as it is."""
    lifted, day = command.blackout_id, command.effective_date
    books = {key: book for key, book in case.books.items() if key[0] == command.resource_id}
    if not any(lifted in book.blackouts or lifted in book.lifted for book in books.values()):
        raise UnknownBlackout(lifted)
    return tuple(
        BlackoutLifted(*key, book.blackouts[lifted], day)
        for key, book in books.items()
        if lifted in book.blackouts
    )
