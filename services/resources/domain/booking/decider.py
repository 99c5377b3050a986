"""Everything that can be decided about bookings, on one screen."""

from collections.abc import Callable
from typing import Any

from services.resources.domain.booking import blacking_out, ending, making, promoting
from services.resources.domain.booking.book import evolve, fold, initial
from services.resources.domain.booking.case import AnyBooking, BookingCase
from services.resources.domain.booking.commands import (
    ApproveBooking,
    Book,
    BookSeries,
    BookTogether,
    CancelBooking,
    CheckIn,
    CompleteBooking,
    JoinWaitlist,
    LeaveWaitlist,
    LiftBlackout,
    RecordUse,
    RefuseBooking,
    ReleaseNoShow,
    SetBlackout,
)
from services.resources.domain.booking.events import BookingEvent
from services.resources.domain.command import check_effective_date

__all__ = ["BookingCase", "decide", "evolve", "fold", "initial"]


def decide(command: AnyBooking, case: BookingCase) -> tuple[BookingEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    check_effective_date(command, None)
    return _DECIDE[type(command)](command, case)


_DECIDE: dict[type, Callable[[Any, BookingCase], tuple[BookingEvent, ...]]] = {
    Book: making.book,
    BookTogether: making.book_together,
    BookSeries: making.book_series,
    RecordUse: making.record_use,
    ApproveBooking: ending.approve,
    RefuseBooking: ending.refuse,
    CancelBooking: ending.cancel,
    CheckIn: ending.check_in,
    CompleteBooking: ending.complete,
    ReleaseNoShow: ending.release,
    SetBlackout: blacking_out.set_blackout,
    LiftBlackout: blacking_out.lift_blackout,
    JoinWaitlist: promoting.join,
    LeaveWaitlist: promoting.leave,
}
