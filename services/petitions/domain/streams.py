"""Which stream each fact is written to."""

from collections.abc import Callable
from typing import Any, get_args

from services.petitions.domain.calendar.events import CalendarEvent
from services.petitions.domain.categories.events import CategoriesEvent
from services.petitions.domain.directory.events import DirectoryEvent
from services.petitions.domain.disclosure.events import DisclosureEvent
from services.petitions.domain.petition.events import PetitionEvent
from services.petitions.domain.rules.events import RulesEvent

DomainEvent = (
    PetitionEvent | CategoriesEvent | DirectoryEvent | RulesEvent | CalendarEvent | DisclosureEvent
)
"""Everything that can have happened in this service."""

CATEGORIES = "categories"
DIRECTORY = "directory"
RULES = "rules"
CALENDAR = "calendar"
PETITIONS = "petition-"
"""The last begins the names of many streams."""


def petition_stream(petition_id: str) -> str:
    """The stream of one appeal."""
    return f"{PETITIONS}{petition_id}"


def disclosure_stream(petition_id: str) -> str:
    """Who read the appellant's sealed data."""
    return f"disclosure-{petition_id}"


def stream_of(event: DomainEvent) -> str:
    """The stream ``event`` is written to."""
    return _STREAM_OF[type(event)](event)


def _of_petition(event: PetitionEvent) -> str:
    return petition_stream(event.petition_id)


def _of_disclosure(event: DisclosureEvent) -> str:
    return disclosure_stream(event.petition_id)


_STREAM_OF: dict[type, Callable[[Any], str]] = {
    **dict.fromkeys(get_args(PetitionEvent), _of_petition),
    **dict.fromkeys(get_args(CategoriesEvent), lambda _: CATEGORIES),
    **dict.fromkeys(get_args(DirectoryEvent), lambda _: DIRECTORY),
    RulesEvent: lambda _: RULES,
    CalendarEvent: lambda _: CALENDAR,
    DisclosureEvent: _of_disclosure,
}
