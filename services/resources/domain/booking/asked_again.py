"""What was asked for before under the same id: quiet when it is the same, refused when it is not."""

from operator import attrgetter

from services.resources.domain.booking.case import BookingCase, occurrences
from services.resources.domain.booking.commands import (
    Book,
    BookSeries,
    BookTogether,
    MakeCommand,
    RecordUse,
    Wanted,
)
from services.resources.domain.booking.events import SeriesBooked
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.booking.rejections import BookingIdTaken
from services.resources.domain.calendar import month_of
from services.resources.domain.command import written

_ID_OF: dict[type, str] = {
    Book: "booking_id",
    BookTogether: "combination_id",
    BookSeries: "series_id",
    RecordUse: "booking_id",
}


def is_known(booking_id: str, wanted: Wanted, command: MakeCommand, case: BookingCase) -> bool:
    """Whether this very booking was made; refused when the id is another's."""
    for each in case.books_of(wanted.resource_id):
        known = each.bookings.get(booking_id)
        if known is not None:
            used = known.status is BookingStatus.COMPLETED or not isinstance(command, RecordUse)
            if used and _TOLD(known) == _told(wanted, command):
                return True
            raise BookingIdTaken(_ID_OF[type(command)])
    return False


def check_same(booked: SeriesBooked, command: BookSeries, case: BookingCase) -> None:
    """Refuse another series than the one that was booked."""
    skipped = {(each.begins, each.ends) for each in booked.skipped}
    same = (
        command.times == len(booked.booked) + len(booked.skipped)
        and (command.skip_conflicts or not skipped)
        and all(
            is_known(f"{command.series_id}-{number}", wanted, command, case)
            or (wanted.begins, wanted.ends) in skipped
            for number, wanted in enumerate(occurrences(command), 1)
        )
    )
    if not same:
        raise BookingIdTaken(_ID_OF[BookSeries])


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
