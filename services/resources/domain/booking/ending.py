"""What follows on a booking: approval, refusal, cancelling, use, no-show.

What was booked together is refused, cancelled and released together as far as it is still to come, so
that never half of that stays; what of it was used stays used.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import (
    ApproveBooking,
    BookingCommand,
    CancelBooking,
    CheckIn,
    CompleteBooking,
    RefuseBooking,
    ReleaseNoShow,
)
from services.resources.domain.booking.events import (
    BookEvent,
    BookingApproved,
    BookingCancelled,
    BookingCheckedIn,
    BookingCompleted,
    BookingRefused,
    NoShowReleased,
)
from services.resources.domain.booking.facts import BookingFacts, BookingStatus
from services.resources.domain.booking.promoting import promoted
from services.resources.domain.booking.rejections import (
    BookingStepOutOfOrder,
    StillTimeToCome,
    TooEarlyToCheckIn,
    TooLateToCheckIn,
)
from services.resources.domain.command import stated
from services.resources.domain.intervals import Span

_S = BookingStatus
_TO_COME = (_S.REQUESTED, _S.CONFIRMED)
_GIVEN_BACK = (_S.REFUSED, _S.CANCELLED, _S.NO_SHOW)


def approve(command: ApproveBooking, case: BookingCase) -> tuple[BookEvent, ...]:
    """Lend it; each owner approves his part of what is booked together."""
    before = case.booking(command.booking)
    if before.status is _S.CONFIRMED:
        return ()
    _check_status(before, _S.REQUESTED)
    return (BookingApproved(*_changed(before, _S.CONFIRMED), command.effective_date),)


def refuse(command: RefuseBooking, case: BookingCase) -> tuple[BookEvent, ...]:
    """Do not lend it, for a stated cause."""
    if case.booking(command.booking).status is _S.REFUSED:
        return ()
    cause = stated(command.cause_text)
    _check_status(case.booking(command.booking), _S.REQUESTED)
    events = [
        BookingRefused(*_changed(before, _S.REFUSED), cause, command.effective_date)
        for before in _parts_to_come(command, case)
    ]
    return (*events, *promoted(events, command, case))


def cancel(command: CancelBooking, case: BookingCase) -> tuple[BookEvent, ...]:
    """Give it back; what was given back already stays as it is."""
    if case.booking(command.booking).status in _GIVEN_BACK:
        return ()
    cause = stated(command.cause_text)
    events = [
        BookingCancelled(*_changed(before, _S.CANCELLED), cause, command.effective_date)
        for before in _parts_to_come(command, case)
    ]
    return (*events, *promoted(events, command, case))


def check_in(command: CheckIn, case: BookingCase) -> tuple[BookEvent, ...]:
    """The users came: from the before-buffer on, until the end; to every part booked for that time.

    Which parts those are, buffers do not say: each resource has its own.
    """
    before = case.booking(command.booking)
    if before.status is _S.IN_USE:
        return ()
    _check_status(before, _S.CONFIRMED)
    if command.now < before.held_from:
        raise TooEarlyToCheckIn(before.held_from)
    if command.now >= before.ends:
        raise TooLateToCheckIn(before.ends)
    return tuple(
        BookingCheckedIn(*_changed(part, _S.IN_USE), command.now, command.effective_date)
        for part in _parts(command, case, _S.CONFIRMED)
        if part.begins < before.ends and before.begins < part.ends and command.now < part.ends
    )


def complete(command: CompleteBooking, case: BookingCase) -> tuple[BookEvent, ...]:
    """The use is over; the minutes up to now count, at most those booked and at least one."""
    before = case.booking(command.booking)
    if before.status is _S.COMPLETED:
        return ()
    _check_status(before, _S.IN_USE)
    until = max(min(command.now, before.ends), before.begins + timedelta(minutes=1))
    minutes = Span(before.begins, until).minutes
    changed = _changed(before, _S.COMPLETED)
    return (BookingCompleted(*changed, minutes, command.effective_date),)


def release(command: ReleaseNoShow, case: BookingCase) -> tuple[BookEvent, ...]:
    """Free the slot once the time to come is over, with all that is still to come."""
    before = case.booking(command.booking)
    if before.status in _GIVEN_BACK:
        return ()
    resource = case.resource(before.resource_id).facts
    late = timedelta(minutes=resource.terms.no_show_minutes if resource is not None else 0)
    if command.now < before.begins + late:
        raise StillTimeToCome(before.begins + late)
    events = [
        NoShowReleased(*_changed(part, _S.NO_SHOW), command.effective_date)
        for part in _parts_to_come(command, case)
    ]
    return (*events, *promoted(events, command, case))


def _parts_to_come(command: BookingCommand, case: BookingCase) -> Iterator[BookingFacts]:
    """The booking, which is neither used nor given back yet, and what is to come with it."""
    _check_status(case.booking(command.booking), *_TO_COME)
    return _parts(command, case, *_TO_COME)


def _parts(
    command: BookingCommand, case: BookingCase, *wanted: BookingStatus
) -> Iterator[BookingFacts]:
    """What of the booking, and of what is booked together with it, stands so."""
    parts = map(case.booking, case.booking(command.booking).parts)
    return (part for part in parts if part.status in wanted)


def _check_status(booking: BookingFacts, *wanted: BookingStatus) -> None:
    if booking.status not in wanted:
        raise BookingStepOutOfOrder(booking.status)


def _changed(
    before: BookingFacts, status: BookingStatus
) -> tuple[str, str, BookingFacts, BookingFacts]:
    return before.resource_id, before.month, before, replace(before, status=status)
