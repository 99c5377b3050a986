"""What can be asked about bookings."""

from dataclasses import dataclass
from datetime import datetime

from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText, Labelled


class Every(Labelled):
    """How often a series comes, on the city's calendar."""

    DAY = "day", "每日"
    WEEK = "week", "每周"
    MONTH = "month", "每月"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot of one resource, with how many seats, persons or pieces."""

    resource_id: str
    begins: datetime
    ends: datetime
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCommand(Command):
    """Who wants it, what for, and by which agreement or listing; empty where there is none."""

    unit_id: str
    purpose: FreeText
    agreement_id: str = ""
    listing_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(MakeCommand):
    """Take one slot."""

    booking_id: str
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTogether(MakeCommand):
    """Take several slots, all or none (hall, projector, volunteer); part n gets the id ``<id>-n``."""

    combination_id: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSeries(MakeCommand):
    """Take a slot again and again; occurrence n gets the id ``<id>-n``.

    A series with a conflict is refused whole, unless ``skip_conflicts`` asks for the others.
    """

    series_id: str
    wanted: Wanted
    every: Every
    times: int
    skip_conflicts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUse(MakeCommand):
    """Put on record what was lent without booking; it has to be over."""

    booking_id: str
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCommand(Command):
    """A command about a booking that was made."""

    booking: BookingRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveBooking(BookingCommand):
    """The owner lends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseBooking(BookingCommand):
    """The owner does not lend it; what is to come together with it falls too."""

    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking(BookingCommand):
    """Give the slot back; what is to come together with it too."""

    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(BookingCommand):
    """The users are there; at all that was booked together for that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteBooking(BookingCommand):
    """The use is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNoShow(BookingCommand):
    """Free the slot of those who did not come in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBlackout(Command):
    """Lend nothing from ``begins`` to ``ends``."""

    resource_id: str
    blackout_id: str
    begins: datetime
    ends: datetime
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftBlackout(Command):
    """Lend again in all the time it was set for; the span tells where to look for it, part of it is enough."""

    resource_id: str
    blackout_id: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWaitlist(Command):
    """Wait for a slot that is taken."""

    entry_id: str
    unit_id: str
    purpose: FreeText
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveWaitlist(Command):
    resource_id: str
    month: str
    entry_id: str
