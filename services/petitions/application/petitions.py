"""The service's commands, each carried out by its aggregate. This is the table of contents."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from services.petitions.application import records
from services.petitions.application.records import RecordAppeal
from services.petitions.application.streams import FOLDINGS, folding_of
from services.petitions.domain.calendar import decider as calendar
from services.petitions.domain.calendar.commands import SetCalendarYear
from services.petitions.domain.categories import decider as categories
from services.petitions.domain.categories.commands import CategoriesCommand
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory.commands import (
    CloseUnit,
    DirectoryCommand,
    EnterUnits,
    FollowDivisions,
)
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.disclosure import decider as disclosures
from services.petitions.domain.disclosure.commands import DisclosureCommand
from services.petitions.domain.petition import case
from services.petitions.domain.petition import decider as petitions
from services.petitions.domain.petition.asked import PetitionCommand
from services.petitions.domain.petition.case import Surroundings
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.streams import (
    CALENDAR,
    CATEGORIES,
    DIRECTORY,
    RULES,
    DomainEvent,
    disclosure_stream,
    petition_stream,
)
from services.petitions.language import LANGUAGE
from shared.clock import CITY_TIME
from shared.commands import Commands, Route
from shared.deciding import Desk, Loaded, Memory
from shared.event_store import EventStore, StoredEvent

Command = (
    PetitionCommand
    | CategoriesCommand
    | DirectoryCommand
    | SetRule
    | SetCalendarYear
    | DisclosureCommand
    | RecordAppeal
)
Events = Sequence[DomainEvent]


class Petitions:
    """What this service knows and can do.

    Attributes:
        commands: carries them out.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        desk = Desk(store, LANGUAGE, Memory(FOLDINGS))
        self.commands: Commands[Command] = Commands(desk, _route, folding_of)

    def around(self) -> Surroundings:
        """Units, categories, rules and the city's time as they are now."""
        return case.around_of(self.commands.states(case.AROUND), CITY_TIME)

    def directory(self) -> Directory:
        return cast("Directory", self.commands.state(DIRECTORY))

    def petition(self, petition_id: str) -> Petition:
        """The appeal as it stands; the initial state for one that was never registered."""
        return cast("Petition", self.commands.state(petition_stream(petition_id)))

    def several(self, petition_ids: Iterable[str]) -> dict[str, Petition]:
        """Several appeals as they stand, read in one go."""
        streams = {one: petition_stream(one) for one in petition_ids}
        states = self.commands.states(streams.values())
        return {one: states[stream] for one, stream in streams.items()}

    def records(self, petition_id: str) -> list[StoredEvent]:
        """All that happened to the appeal, as the log keeps it."""
        return self.records_of((petition_id,))[petition_id]

    def records_of(self, petition_ids: Iterable[str]) -> dict[str, list[StoredEvent]]:
        """The same for several, read in one go."""
        streams = {petition_stream(one): one for one in petition_ids}
        found = self._store.read_streams(dict.fromkeys(streams, 0))
        return {streams[stream]: list(events) for stream, events in found.items()}


def _route(command: Command) -> Route:
    if isinstance(command, PetitionCommand):
        streams = case.streams_needed(cast("Any", command))
        return Route(streams, lambda loaded: _petition(command, streams, loaded))
    if isinstance(command, RecordAppeal):
        streams = command.streams
        return Route(streams, lambda loaded: records.decide(command, _states(loaded, streams)))
    if isinstance(command, DisclosureCommand):
        stream = disclosure_stream(command.petition_id)
        return Route((stream,), lambda _: disclosures.decide(command))
    if isinstance(command, CategoriesCommand):
        return Route((CATEGORIES, DIRECTORY), lambda loaded: _categories(command, loaded))
    stream, decide = _ALONE[type(command)]
    return Route((stream,), lambda loaded: decide(command, _state(loaded, stream)))


_ALONE: dict[type, tuple[str, Callable[[Any, Any], Events]]] = {
    EnterUnits: (DIRECTORY, directory.decide),
    FollowDivisions: (DIRECTORY, directory.decide),
    CloseUnit: (DIRECTORY, directory.decide),
    SetRule: (RULES, rules.decide),
    SetCalendarYear: (CALENDAR, calendar.decide),
}
"""Settings that are decided on their own stream alone."""


def _petition(command: Any, streams: Sequence[str], loaded: Loaded) -> Events:
    return petitions.decide(command, case.case_of(command, _states(loaded, streams), CITY_TIME))


def _categories(command: CategoriesCommand, loaded: Loaded) -> Events:
    return categories.decide(command, _state(loaded, CATEGORIES), _state(loaded, DIRECTORY))


def _states(loaded: Loaded, streams: Sequence[str]) -> dict[str, Any]:
    return {stream: _state(loaded, stream) for stream in streams}


def _state(loaded: Loaded, stream: str) -> Any:
    return loaded.state(stream, folding_of(stream))
