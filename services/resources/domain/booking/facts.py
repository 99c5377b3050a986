"""What a booking is, and what else stands in a book."""

from dataclasses import dataclass
from datetime import datetime

from services.resources.domain.intervals import Span
from services.resources.domain.terms import Labelled, ShareKind


class BookingStatus(Labelled):
    """How a booking stands; the first four hold their slot."""

    REQUESTED = "requested", "待审批"
    CONFIRMED = "confirmed", "已预约"
    IN_USE = "in_use", "使用中"
    COMPLETED = "completed", "已使用"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已取消"
    NO_SHOW = "no_show", "未到释放"


HOLDING = frozenset(
    {
        BookingStatus.REQUESTED,
        BookingStatus.CONFIRMED,
        BookingStatus.IN_USE,
        BookingStatus.COMPLETED,
    }
)


@dataclass(frozen=True, slots=True)
class BookingRef:
    """Where a booking is found."""

    resource_id: str
    month: str
    booking_id: str


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """A booking: used from ``begins`` to ``ends``, held with its buffers.

    ``unit_id`` is who uses it, empty for the community itself; ``owner_unit_id`` who lends it.
    ``amount`` counts seats, persons or pieces. ``together`` names every part of a combination, itself
    included. ``agreement_id``, ``listing_id`` and ``series_id`` are empty when it belongs to none.
    """

    resource_id: str
    month: str
    booking_id: str
    kind: ShareKind
    community_code: str
    owner_unit_id: str
    unit_id: str
    begins: datetime
    ends: datetime
    held_from: datetime
    held_until: datetime
    amount: int
    purpose: str
    status: BookingStatus
    agreement_id: str = ""
    listing_id: str = ""
    series_id: str = ""
    together: tuple[BookingRef, ...] = ()

    @property
    def held(self) -> Span:
        """The slot it takes, buffers included."""
        return Span(self.held_from, self.held_until)

    @property
    def parts(self) -> tuple[BookingRef, ...]:
        """Itself, and what was booked together with it."""
        return self.together or (BookingRef(self.resource_id, self.month, self.booking_id),)


@dataclass(frozen=True, slots=True)
class Blackout:
    """Nothing is lent from ``begins`` to ``ends`` (停用时段)."""

    blackout_id: str
    begins: datetime
    ends: datetime
    cause_text: str

    @property
    def held(self) -> Span:
        """The time it takes."""
        return Span(self.begins, self.ends)


@dataclass(frozen=True, slots=True)
class WaitlistEntry:
    """Who would take the slot if it were free; promoted, it becomes a booking of the same id."""

    entry_id: str
    unit_id: str
    begins: datetime
    ends: datetime
    amount: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An occurrence of a series that could not be booked, and the rule that refused it."""

    begins: datetime
    ends: datetime
    rule: str
