"""What can be booked, and on which terms."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpeningHoursV1:
    """Open on the ISO weekday (1 is Monday) from one minute of the city's day to another, 0 to 1440."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class ResourceTermsV1:
    """On which terms a resource is lent; times are minutes, 0 in a limit means there is none.

    Attributes:
        capacity: the most seats, persons or pieces of one booking.
        quota_per_month: the most bookings of one unit in a calendar month.
        no_show_minutes: after so long the slot of those who did not come is free.
    """

    opening: tuple[OpeningHoursV1, ...]
    capacity: int
    buffer_before: int
    buffer_after: int
    notice_minutes: int
    days_ahead: int
    longest_minutes: int
    quota_per_month: int
    no_show_minutes: int
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class ResourceFactsV1:
    """What is lent, where, and by whom.

    Attributes:
        kind: what is lent: `venue`, `skill` or `equipment`.
        owner_unit_id: empty when it is the community's own.
    """

    resource_id: str
    kind: str
    name: str
    community_code: str
    owner_unit_id: str
    terms: ResourceTermsV1


@dataclass(frozen=True, slots=True)
class ResourceOfferedV1:
    """The resource can be booked, or can be again."""

    resource_id: str
    before: None
    after: ResourceFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResourceTermsSetV1:
    """Name or terms are others; bookings that were made stay as they are."""

    resource_id: str
    before: ResourceFactsV1
    after: ResourceFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResourceWithdrawnV1:
    """The resource can be booked no more; bookings that were made stay until they are cancelled."""

    resource_id: str
    before: ResourceFactsV1
    after: None
    effective_date: date


LendingMessage = ResourceOfferedV1 | ResourceTermsSetV1 | ResourceWithdrawnV1
MESSAGES: dict[str, type[LendingMessage]] = {
    "resources.resource-offered.v1": ResourceOfferedV1,
    "resources.resource-terms-set.v1": ResourceTermsSetV1,
    "resources.resource-withdrawn.v1": ResourceWithdrawnV1,
}
