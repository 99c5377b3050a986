"""Which stream each fact is written to."""

from collections.abc import Callable
from typing import Any, get_args

from services.resources.domain.admission.events import AdmissionEvent
from services.resources.domain.agreement.events import AgreementEvent
from services.resources.domain.assessment.events import AssessmentEvent
from services.resources.domain.booking.events import BookEvent, SeriesBooked
from services.resources.domain.conference.events import ConferenceEvent
from services.resources.domain.disclosure.events import DisclosureEvent
from services.resources.domain.fund.events import FundEvent
from services.resources.domain.listing.events import ListingEvent
from services.resources.domain.meeting.events import MeetingEvent
from services.resources.domain.pairing.events import PairingEvent
from services.resources.domain.resource.events import ResourceEvent
from services.resources.domain.rules.events import RulesEvent
from services.resources.domain.unit.events import UnitEvent

DomainEvent = (
    UnitEvent
    | ConferenceEvent
    | MeetingEvent
    | AgreementEvent
    | PairingEvent
    | AssessmentEvent
    | ListingEvent
    | ResourceEvent
    | BookEvent
    | SeriesBooked
    | FundEvent
    | AdmissionEvent
    | DisclosureEvent
    | RulesEvent
)
"""Everything that can have happened in this service."""

RULES = "rules"
UNITS = "unit-"
CONFERENCES = "conference-"
MEETINGS = "meeting-"
AGREEMENTS = "agreement-"
PAIRINGS = "pairing-"
SHEETS = "sheet-"
LISTINGS = "listing-"
RESOURCES = "resource-"
BOOKS = "book-"
SERIES = "series-"
FUNDS = "fund-"
TASKS = "task-"
READINGS = "reading-"
"""All but the first begin the names of many streams."""


def book_stream(resource_id: str, month: str) -> str:
    """The bookings of one resource that begin in one month, such as ``2026-03``."""
    return f"{BOOKS}{resource_id}-{month}"


def sheet_stream(unit_id: str, year: int) -> str:
    """The editions of a unit's sheet of one year."""
    return f"{SHEETS}{unit_id}-{year}"


def stream_of(event: DomainEvent) -> str:
    """The stream ``event`` is written to."""
    return _STREAM_OF[type(event)](event)


_STREAM_OF: dict[type, Callable[[Any], str]] = {
    **dict.fromkeys(get_args(UnitEvent), lambda event: UNITS + event.unit_id),
    **dict.fromkeys(get_args(ConferenceEvent), lambda event: CONFERENCES + event.conference_id),
    **dict.fromkeys(get_args(MeetingEvent), lambda event: MEETINGS + event.meeting_id),
    **dict.fromkeys(get_args(AgreementEvent), lambda event: AGREEMENTS + event.agreement_id),
    **dict.fromkeys(get_args(PairingEvent), lambda event: PAIRINGS + event.pairing_id),
    AssessmentEvent: lambda event: sheet_stream(event.unit_id, event.year),
    **dict.fromkeys(get_args(ListingEvent), lambda event: LISTINGS + event.listing_id),
    **dict.fromkeys(get_args(ResourceEvent), lambda event: RESOURCES + event.resource_id),
    **dict.fromkeys(get_args(BookEvent), lambda event: book_stream(event.resource_id, event.month)),
    SeriesBooked: lambda event: SERIES + event.series_id,
    **dict.fromkeys(get_args(FundEvent), lambda event: FUNDS + event.fund_id),
    **dict.fromkeys(get_args(AdmissionEvent), lambda event: TASKS + event.task_id),
    DisclosureEvent: lambda event: READINGS + event.unit_id,
    RulesEvent: lambda _: RULES,
}
