"""A city whose promises, calendar and officers change while one appeal is handled, at random."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.petition import causes as why
from services.petitions.domain.petition import commands as c
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.rules.events import RuleSet
from services.petitions.domain.streams import RULES
from services.petitions.domain.terms import Unit
from tests.unit.petitions.petition_scene import CITY, DISTRICT, START, STREET, WORDS, Scene

UNITS = (Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WORKING_DAY)
PROMISED = ("handle-normal", "respond", "dispatch-other")


@dataclass
class ChangingCity:
    """An appeal, and every version of the rules and of the calendar that it may have run by."""

    scene: Scene = field(default_factory=Scene)
    now: datetime = START
    calendars: list[WorkingCalendar] = field(default_factory=lambda: [WorkingCalendar()])

    def tried(self, command: type[Any], **given: Any) -> None:
        try:
            self.scene.when(command(petition_id="p1", now=self.now, actor="officer-1", **given))
        except Rejection:
            return

    @property
    def today(self) -> date:
        return self.now.astimezone(CITY).date()

    @property
    def rules(self) -> rules.Rules:
        found: rules.Rules = self.scene.states.get(RULES, rules.initial)
        return found

    def promise_otherwise(self, name: str, value: int, unit: Unit, days_ahead: int, _: int) -> None:
        last = self.rules.entries[name][-1]
        day = max(self.today + timedelta(days_ahead), last.effective_from)
        changed = RuleSet(name, value, unit, "文件", last.version + 1, day)
        self.scene.under(rules.evolve(self.rules, changed))

    def give_notice(self, off: int, worked: int, _: int) -> None:
        """The next days are off, and as many days off after them are worked."""
        holidays = frozenset(self.today + timedelta(n) for n in range(off))
        made_up = frozenset(self.today + timedelta(off + n) for n in range(worked))
        years = {2026: (holidays, made_up)}
        self.calendars.append(WorkingCalendar(years, len(self.calendars)))
        self.scene.by(self.calendars[-1])

    def go(self, way: Sequence[str], wait: int) -> None:
        """Step after step, each after the same wait; what is not its turn is refused."""
        for step in way:
            self.now += timedelta(seconds=wait)
            self.take(step)

    def take(self, step: str) -> None:
        command, given = STEPS[step]
        lead = self.scene.standing().unit_id
        self.tried(command, **{"by": lead, **given} if "by" in _fields(command) else given)


def _fields(command: type[Any]) -> Iterable[str]:
    names: Iterable[str] = command.__dataclass_fields__
    return names


STEPS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "dispatch": (c.DispatchPetition, {"by": DISTRICT, "lead_id": STREET}),
    "sign": (c.SignForOrder, {}),
    "arrive": (c.ArriveOnSite, {}),
    "pause": (c.PauseHandling, {"cause": why.PauseCause.WAITING_FOR_APPELLANT}),
    "resume": (c.ResumeHandling, {}),
    "ask": (c.RequestExtension, {"working_days": 3, "cause": why.ExtensionCause.WEATHER}),
    "grant": (c.GrantExtension, {"by": DISTRICT, "working_days": 2}),
    "say": (c.AddComment, {"comment_id": "c1", "note": WORDS}),
    "look": (c.SupervisePromises, {}),
    "return": (c.ReturnAsWrongUnit, {"cause": why.ReturnCause.NOT_OUR_TASK}),
    "resolve": (c.ResolvePetition, {"outcome": why.Outcome.DONE, "note": WORDS}),
    "redo": (c.RedoPetition, {"by": DISTRICT, "cause": why.RedoCause.NOT_TRUE}),
}
WAYS = (
    *(("pause", "resume"), ("ask", "grant"), ("pause", "ask", "grant", "resume")),
    *(("say", "look"), ("pause", "say", "resolve", "redo"), ("arrive", "resolve", "redo")),
    ("return", "dispatch", "sign"),
)
PROMISES = st.tuples(
    st.sampled_from(PROMISED),
    st.integers(1, 9),
    st.sampled_from(UNITS),
    st.integers(1, 3),
)
ACTS = st.one_of(
    st.tuples(st.just("go"), st.tuples(st.sampled_from(WAYS))),
    st.tuples(st.just("promise_otherwise"), PROMISES),
    st.tuples(st.just("give_notice"), st.tuples(st.integers(0, 9), st.integers(0, 3))),
)
WAITS = st.sampled_from([0, 61, 3_600, 40_000, 86_407]) | st.integers(0, 200_000)
HISTORIES = st.lists(st.tuples(WAITS, ACTS), min_size=2, max_size=12)
