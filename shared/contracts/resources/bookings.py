"""Bookings (预约) of venues, skills and equipment. Instants are UTC; `month` is the city's."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class BookingRefV1:
    """Where a booking is found."""

    resource_id: str
    month: str
    booking_id: str


@dataclass(frozen=True, slots=True)
class BookingFactsV1:
    """A booking: used from `begins` to `ends`, held with its buffers.

    Attributes:
        kind: what is booked: `venue`, `skill` or `equipment`.
        owner_unit_id: who lends; empty for the community.
        unit_id: who uses; empty for the community.
        amount: seats, persons or pieces.
        status: how the booking stands: `requested`, `confirmed`, `in_use`, `completed`, `refused`,
            `cancelled` or `no_show`.
        agreement_id: empty when it belongs to none; likewise `listing_id` and `series_id`.
        together: every part of a combination, itself included.
    """

    resource_id: str
    month: str
    booking_id: str
    kind: str
    community_code: str
    owner_unit_id: str
    unit_id: str
    begins: datetime
    ends: datetime
    held_from: datetime
    held_until: datetime
    amount: int
    status: str
    agreement_id: str
    listing_id: str
    series_id: str
    together: tuple[BookingRefV1, ...]


@dataclass(frozen=True, slots=True)
class BookingMadeV1:
    """The slot is held (占用), to be approved or confirmed at once."""

    resource_id: str
    month: str
    before: None
    after: BookingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class UseRecordedV1:
    """A use that was agreed without booking is on record afterwards; it lasted `minutes`."""

    resource_id: str
    month: str
    before: None
    after: BookingFactsV1
    minutes: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingApprovedV1:
    """The owner lends it."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingRefusedV1:
    """The owner refused; the slot is free."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCancelledV1:
    """The slot is given back (释放)."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCheckedInV1:
    """The users came."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True)
class BookingCompletedV1:
    """It was used for `minutes`; what was promised counts from here."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    minutes: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class NoShowReleasedV1:
    """Nobody came in time; the slot is free."""

    resource_id: str
    month: str
    before: BookingFactsV1
    after: BookingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class BlackoutV1:
    """Nothing is lent from `begins` to `ends` (停用时段)."""

    blackout_id: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class BlackoutSetV1:
    """Nothing is lent in the span; one event in the book of every month it touches."""

    resource_id: str
    month: str
    blackout: BlackoutV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class BlackoutLiftedV1:
    """The resource is lent again."""

    resource_id: str
    month: str
    blackout: BlackoutV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class SkippedV1:
    """An occurrence of a series that could not be booked; `rule` names what refused it."""

    begins: datetime
    ends: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class SeriesBookedV1:
    """A series was booked; what it could not get was skipped, as asked."""

    series_id: str
    resource_id: str
    booked: tuple[BookingRefV1, ...]
    skipped: tuple[SkippedV1, ...]
    effective_date: date


BookingMessage = (
    BookingMadeV1
    | UseRecordedV1
    | BookingApprovedV1
    | BookingRefusedV1
    | BookingCancelledV1
    | BookingCheckedInV1
    | BookingCompletedV1
    | NoShowReleasedV1
    | BlackoutSetV1
    | BlackoutLiftedV1
    | SeriesBookedV1
)
MESSAGES: dict[str, type[BookingMessage]] = {
    "resources.booking-made.v1": BookingMadeV1,
    "resources.use-recorded.v1": UseRecordedV1,
    "resources.booking-approved.v1": BookingApprovedV1,
    "resources.booking-refused.v1": BookingRefusedV1,
    "resources.booking-cancelled.v1": BookingCancelledV1,
    "resources.booking-checked-in.v1": BookingCheckedInV1,
    "resources.booking-completed.v1": BookingCompletedV1,
    "resources.no-show-released.v1": NoShowReleasedV1,
    "resources.blackout-set.v1": BlackoutSetV1,
    "resources.blackout-lifted.v1": BlackoutLiftedV1,
    "resources.series-booked.v1": SeriesBookedV1,
}
