"""What can have happened to a bookable resource."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import ShareKind


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Open on the ISO weekday (1 is Monday) from one minute of the city's day to another, 0 to 1440."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class ResourceTerms:
    """On which terms a resource is lent; times are minutes, 0 in a limit means there is none.

    ``capacity`` bounds the amount of one booking: seats of a venue, persons, pieces. A booking takes
    the resource as a whole, with the buffers for setting up and clearing away. ``quota_per_month``
    bounds the bookings of one unit in a calendar month.
    """

    opening: tuple[OpeningHours, ...]
    capacity: int
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    days_ahead: int = 0
    longest_minutes: int = 480
    quota_per_month: int = 0
    no_show_minutes: int = 0
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """What it is, where, and whose: ``owner_unit_id`` is empty when it is the community's own."""

    resource_id: str
    kind: ShareKind
    name: str
    community_code: str
    owner_unit_id: str
    terms: ResourceTerms


@dataclass(frozen=True, slots=True)
class ResourceOffered:
    """The resource can be booked, or can be again."""

    resource_id: str
    before: None
    after: ResourceFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResourceTermsSet:
    """Name or terms are others; bookings that were made stay as they are."""

    resource_id: str
    before: ResourceFacts
    after: ResourceFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResourceWithdrawn:
    """The resource can be booked no more; bookings that were made stay until they are cancelled."""

    resource_id: str
    before: ResourceFacts
    after: None
    cause_text: str
    effective_date: date


ResourceEvent = ResourceOffered | ResourceTermsSet | ResourceWithdrawn
