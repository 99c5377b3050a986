"""A street with units to decide against: given these commands, when that one, then those events.

Street 430111001 holds the communities 430111001001 and 430111001002. Every command is decided as the
application does: it sees only the streams it asks for, and asked a second time it must stay quiet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.resources.domain import routing
from services.resources.domain.booking.commands import Wanted
from services.resources.domain.conference.commands import Delegation, FoundConference
from services.resources.domain.foldings import folding_of
from services.resources.domain.resource.commands import OfferResource
from services.resources.domain.resource.events import OpeningHours, ResourceTerms
from services.resources.domain.rules.decider import initial as delivered_rules
from services.resources.domain.streams import RULES, DomainEvent, stream_of
from services.resources.domain.surroundings import Division, Organisation, Surroundings
from services.resources.domain.terms import DivisionLevel, ShareKind, UnitClass
from services.resources.domain.unit.commands import RegisterUnit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, 9 o'clock in the city."""
TODAY = date(2026, 3, 2)
STREET, ONE, TWO = "430111001", "430111001001", "430111001002"
FORESTRY, SCHOOL = "forestry", "school"
"""Two of the units with premises there."""
DIVISIONS = {
    "430111": Division("430111", "雨花区", DivisionLevel.DISTRICT, "4301/430111"),
    STREET: Division(STREET, "高桥街道", DivisionLevel.STREET, f"4301/430111/{STREET}"),
    ONE: Division(ONE, "广济桥社区", DivisionLevel.COMMUNITY, f"4301/430111/{STREET}/{ONE}"),
    TWO: Division(TWO, "高桥社区", DivisionLevel.COMMUNITY, f"4301/430111/{STREET}/{TWO}"),
    "4301": Division("4301", "长沙市", DivisionLevel.CITY, "4301"),
}
ORGANISATIONS = {
    "e": Organisation("e", "c/d/s/e"),
    "gone": Organisation("gone", "c/d/s/gone", is_living=False),
}
DAILY = tuple(OpeningHours(weekday, 8 * 60, 22 * 60) for weekday in range(1, 8))
HALL = ResourceTerms(DAILY, capacity=500, buffer_before=30, buffer_after=30)


def asked(now: datetime = NOW) -> dict[str, Any]:
    """The fields every command has, asked at ``now``."""
    day = (now + timedelta(hours=8)).date()
    return {"now": now, "today": day, "actor": "account-1", "effective_date": day}


def on(day: date) -> dict[str, Any]:
    """The fields every command has, with effect from ``day`` and asked at its noon."""
    return asked(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A clock time of the city in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def register(unit_id: str = FORESTRY, **given: Any) -> RegisterUnit:
    particulars = {
        "name": f"单位{unit_id}",
        "unit_class": UnitClass.ORGAN,
        "premises": (ONE,),
        "liaison_post": "办公室主任",
        "sealed": f"sealed-{unit_id}",
        **asked(),
        **given,
    }
    return RegisterUnit(unit_id=unit_id, **particulars)


def found(*units: str, **given: Any) -> FoundConference:
    members = tuple(Delegation(unit, 1, "党组书记") for unit in units)
    particulars = {
        "conference_id": ONE,
        "division_code": ONE,
        "name": "广济桥社区党建联席会",
        "members": members,
        "order": units,
        **asked(),
        **given,
    }
    return FoundConference(**particulars)


def offer(resource_id: str = "hall", terms: ResourceTerms = HALL, **given: Any) -> OfferResource:
    particulars = {
        "kind": ShareKind.VENUE,
        "name": "林业局礼堂",
        "community_code": ONE,
        "owner_unit_id": FORESTRY,
        "terms": terms,
        **asked(),
        **given,
    }
    return OfferResource(resource_id=resource_id, **particulars)


def slot(begins: datetime, hours: float = 2, resource_id: str = "hall", amount: int = 50) -> Wanted:
    return Wanted(resource_id, begins, begins + timedelta(hours=hours), amount)


@dataclass
class Scene:
    """Decides one command after another, and keeps what happened."""

    states: dict[str, Any] = field(default_factory=dict)
    happened: list[DomainEvent] = field(default_factory=list)

    def decide(self, command: routing.AnyCommand) -> tuple[DomainEvent, ...]:
        """What would follow."""
        rules = self.states.get(RULES, delivered_rules)
        return routing.decide(command, self._load, Surroundings(DIVISIONS, ORGANISATIONS, rules))

    def when(self, command: routing.AnyCommand) -> tuple[DomainEvent, ...]:
        """What follows; asked a second time, every command of the service must stay quiet."""
        events = self.decide(command)
        self.happened += events
        for event in events:
            stream = stream_of(event)
            initial, fold = folding_of(stream)
            self.states[stream] = fold((event,), self.states.get(stream, initial))
        assert self.decide(command) == ()
        return events

    def given(self, *commands: routing.AnyCommand) -> "Scene":
        for command in commands:
            self.when(command)
        return self

    def check_log(self) -> None:
        """The states are what the log folds to, stream by stream, from the beginning."""
        streams: dict[str, list[DomainEvent]] = {}
        for event in self.happened:
            streams.setdefault(stream_of(event), []).append(event)
        for stream, events in streams.items():
            initial, fold = folding_of(stream)
            assert fold(events, initial) == self.states[stream]

    def _load(self, streams: Iterable[str]) -> dict[str, Any]:
        return {name: self.states.get(name, folding_of(name)[0]) for name in streams}


def street(*units: str) -> Scene:
    """The street with its units: the forestry department, a school, a hospital and a firm."""
    return Scene().given(*map(register, units or (FORESTRY, SCHOOL, "hospital", "firm")))
