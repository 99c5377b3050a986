"""A small district to decide against: given these commands, when that one, then those events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.petitions.domain.calendar import decider as calendar
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory.events import UnitEntered
from services.petitions.domain.petition import decider as petitions
from services.petitions.domain.petition.case import case_of, streams_needed
from services.petitions.domain.petition.causes import Outcome
from services.petitions.domain.petition.commands import (
    DispatchPetition,
    PetitionCommand,
    RatePetition,
    RegisterPetition,
    ResolvePetition,
)
from services.petitions.domain.petition.events import PetitionEvent
from services.petitions.domain.petition.facts import Attachment, Note, Standing
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.rules.events import RuleSet
from services.petitions.domain.streams import (
    CALENDAR,
    DIRECTORY,
    PETITIONS,
    RULES,
    petition_stream,
)
from services.petitions.domain.terms import Channel, Kind, Level, Unit

CITY = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 6, 1)
START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
"""Monday, 1 June 2026, nine o'clock in the city."""
ASKED: dict[str, Any] = {
    "now": START,
    "today": TODAY,
    "actor": "officer-1",
    "effective_date": TODAY,
}
DISTRICT, STREET, COMMUNITY = "430111", "430111001", "430111001001"
ELSEWHERE = "430111001002"
WATER = "water-company"
DIGEST = "ab" * 32
WORDS = Note("c2VhbGVk", 40)

UNIT_EVENTS = (
    UnitEntered("4301", "长沙市", Level.CITY, "4301", None, FOUNDED),
    UnitEntered(DISTRICT, "雨花区", Level.DISTRICT, DISTRICT, "4301", FOUNDED),
    UnitEntered(STREET, "侯家塘街道", Level.STREET, STREET, DISTRICT, FOUNDED),
    UnitEntered(COMMUNITY, "广济桥社区", Level.COMMUNITY, COMMUNITY, STREET, FOUNDED),
    UnitEntered(ELSEWHERE, "枫树山社区", Level.COMMUNITY, ELSEWHERE, STREET, FOUNDED),
    UnitEntered(WATER, "区供水公司", Level.DISTRICT, DISTRICT, DISTRICT, FOUNDED),
)
UNITS = directory.fold(UNIT_EVENTS)


def after(**time: float) -> datetime:
    """So long after the start."""
    return START + timedelta(**time)


def register(petition_id: str = "p1", **given: Any) -> RegisterPetition:
    """A call about parking, handled within seven days."""
    asked: dict[str, Any] = {
        "now": START,
        "actor": "officer-1",
        "channel": Channel.HOTLINE,
        "kind": Kind.COMPLAINT,
        "category_id": "property-management",
        "place": COMMUNITY,
        "appellant_id": f"appellant-of-{petition_id}",
        "contact": "c2VhbGVkIGNvbnRhY3Q=",
        "confidential": False,
        "tracking_digest": DIGEST,
        "text": WORDS,
        **given,
    }
    return RegisterPetition(petition_id=petition_id, **asked)


def told(command: type[Any], now: datetime = START, **given: Any) -> Any:
    """The command about appeal p1 by its community, unless something else is given."""
    fields: dict[str, Any] = {"petition_id": "p1", "now": now, "actor": "officer-1", **given}
    if "by" in command.__dataclass_fields__ and "by" not in given:
        fields["by"] = COMMUNITY
    return command(**fields)


def dispatch(now: datetime = START, **given: Any) -> DispatchPetition:
    command: DispatchPetition = told(DispatchPetition, now, **given)
    return command


def resolve(now: datetime = START, **given: Any) -> ResolvePetition:
    asked: dict[str, Any] = {"outcome": Outcome.DONE, "note": WORDS, **given}
    command: ResolvePetition = told(ResolvePetition, now, **asked)
    return command


def a_file(attachment_id: str = "f1", **given: Any) -> Attachment:
    asked: dict[str, Any] = {
        "sealed_name": "c2VhbGVk",
        "media_type": "image/jpeg",
        "size": 120_000,
        "sha256": "0f" * 32,
        **given,
    }
    return Attachment(attachment_id, **asked)


def with_rule(name: str, value: int, unit: Unit) -> rules.Rules:
    return rules.fold((RuleSet(name, value, unit, "文件", 2, FOUNDED),))


@dataclass
class Scene:
    """Decides one command after another, and keeps what happened."""

    states: dict[str, Any] = field(default_factory=lambda: {DIRECTORY: UNITS})
    happened: list[PetitionEvent] = field(default_factory=list)
    zone: ZoneInfo = CITY

    def decide(self, command: PetitionCommand) -> tuple[PetitionEvent, ...]:
        """What would follow, seeing only the streams the command says it needs."""
        needed = streams_needed(command)
        loaded = {stream: self.states[stream] for stream in needed if stream in self.states}
        return petitions.decide(command, case_of(command, loaded, self.zone))

    def when(self, command: PetitionCommand) -> tuple[PetitionEvent, ...]:
        """What follows; asked a second time, a command must stay quiet, but for a rating."""
        events = self.decide(command)
        self.happened += events
        for event in events:
            stream = petition_stream(event.petition_id)
            state = self.states.get(stream, petitions.initial)
            self.states[stream] = petitions.evolve(state, event)
        if not isinstance(command, RatePetition):
            assert self.decide(command) == ()
        return events

    def given(self, *commands: PetitionCommand) -> "Scene":
        for command in commands:
            self.when(command)
        return self

    def under(self, changed: rules.Rules) -> "Scene":
        self.states[RULES] = changed
        return self

    def by(self, days: calendar.WorkingCalendar) -> "Scene":
        self.states[CALENDAR] = days
        return self

    def petition(self, petition_id: str = "p1") -> Petition:
        found: Petition = self.states[petition_stream(petition_id)]
        return found

    def standing(self, petition_id: str = "p1") -> Standing:
        found = self.petition(petition_id).standing
        assert found is not None
        return found

    @property
    def petitions(self) -> Iterable[Petition]:
        return [state for name, state in self.states.items() if name.startswith(PETITIONS)]


def names(events: Iterable[object]) -> list[str]:
    """What happened, by name."""
    return [type(event).__name__ for event in events]


def dispatched(**given: Any) -> Scene:
    """Given to the water company, which the community assists, an hour after it was registered."""
    asked: dict[str, Any] = {"lead_id": WATER, "assisting": (COMMUNITY,), **given}
    return Scene().given(register(), dispatch(after(hours=1), **asked))


def water(command: type[Any], now: Any = None, **given: Any) -> Any:
    return told(command, now or after(hours=2), by=WATER, **given)
