"""What was asked for before under the same id: quiet when it is the same, refused when it is not."""

from collections.abc import Iterator
from operator import attrgetter

from services.resources.domain.booking.case import BookingCase, occurrences
from services.resources.domain.booking.commands import (
    Book,
    BookSeries,
    BookTogether,
    JoinWaitlist,
    MakeCommand,
    RecordUse,
    SetBlackout,
    Wanted,
)
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.booking.rejections import BookingIdTaken
from services.resources.domain.calendar import month_of
from services.resources.domain.command import written

_ID_OF: dict[type, str] = {
    Book: "booking_id",
    BookTogether: "combination_id",
    BookSeries: "series_id",
    RecordUse: "booking_id",
    JoinWaitlist: "entry_id",
    SetBlackout: "blackout_id",
}


def id_taken(command: object) -> BookingIdTaken:
    """That the id by which the command names what it makes is another's."""
    return BookingIdTaken(_ID_OF[type(command)])


def is_known(booking_id: str, wanted: Wanted, command: MakeCommand, case: BookingCase) -> bool:
    """Whether this very booking was made; refused when the id is another's."""
    for each in case.books_of(wanted.resource_id):
        known = each.bookings.get(booking_id)
        if known is not None:
            used = known.status is BookingStatus.COMPLETED or not isinstance(command, RecordUse)
            if used and _TOLD(known) == _told(wanted, command):
                return True
            raise id_taken(command)
        if booking_id in each.waiting or booking_id in each.left:
            raise id_taken(command)
    return False


def is_booked(command: BookSeries, case: BookingCase) -> bool:
    """Whether this very series was booked; refused when its id, or that of one of its bookings, is another's."""
    slots = [*numbered(command)]
    known = [is_known(*each, command, case) for each in slots]
    booked = case.series.booked
    if booked is None:
        return False
    skipped = {(each.begins, each.ends) for each in booked.skipped}
    same = (
        command.times == len(booked.booked) + len(booked.skipped)
        and (command.skip_conflicts or not skipped)
        and all(
            found or (wanted.begins, wanted.ends) in skipped
            for found, (_, wanted) in zip(known, slots, strict=True)
        )
    )
    if not same:
        raise id_taken(command)
    return True


def numbered(command: BookSeries) -> Iterator[tuple[str, Wanted]]:
    """Each occurrence, with the id of its booking."""
    for number, wanted in enumerate(occurrences(command), 1):
        yield f"{command.series_id}-{number}", wanted


def parts(command: BookTogether) -> tuple[BookingRef, ...]:
    """Where each slot of the combination is to be found."""
    return tuple(
        BookingRef(each.resource_id, month_of(each.begins), f"{command.combination_id}-{number}")
        for number, each in enumerate(command.wanted, 1)
    )


_TOLD = attrgetter(
    *("begins", "ends", "amount", "unit_id", "purpose", "agreement_id", "listing_id"),
    *("series_id", "together"),
)


def _told(wanted: Wanted, command: MakeCommand) -> tuple[object, ...]:
    """All that is asked for, as the booking tells it."""
    return (
        *(wanted.begins, wanted.ends, wanted.amount, command.unit_id),
        *(written(command.purpose, "purpose"), command.agreement_id, command.listing_id),
        command.series_id if isinstance(command, BookSeries) else "",
        parts(command) if isinstance(command, BookTogether) else (),
    )
