"""A year of appeals in simulated time: what is done about each and when, and the clerk who watches."""

import random  # noqa: TID251 -- seeded: the same year in every run
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from services.petitions.application.words import appellant_of
from services.petitions.domain.petition import commands as c
from services.petitions.domain.petition.causes import ExtensionCause, Outcome, PauseCause
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.terms import Channel, Kind
from shared.clock import derived_id
from tests.bench.petitions.district import CATEGORIES, PLACES
from tests.support.petitions_by_hand import Instance, SimulatedClock

Act = Callable[[], None]
Fate = Sequence[tuple[timedelta, str]]
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
WORDS = Note("c2VhbGVk", 40)
BEFORE = datetime(2025, 6, 1, 1, tzinfo=UTC)
"""A moment at which appeals can come in."""
FATES: Sequence[Fate] = (
    (),
    ((_HOUR, "dispatch"),),
    ((_HOUR, "dispatch"), (2 * _HOUR, "sign"), (_DAY, "pause"), (13 * _DAY, "resume")),
    ((_HOUR, "dispatch"), (2 * _DAY, "ask"), (3 * _DAY, "grant")),
    ((_HOUR, "dispatch"), (2 * _HOUR, "sign"), (2 * _DAY, "resolve")),
    ((_HOUR, "dispatch"), (3 * _DAY, "comment"), (6 * _DAY, "comment"), (16 * _DAY, "resolve")),
    ((_HOUR, "dispatch"), (30 * _HOUR, "pause"), (33 * _DAY, "resume"), (60 * _DAY, "resolve")),
)
"""What becomes of an appeal, each time counted from its registration."""


@dataclass
class Year:
    """What is still to be done, in its order.

    Attributes:
        clock: what everybody takes for the present.
        instances: processes of the service; the first works, the others are there to take over.
        together: appeals registered at each of the moments.
        standstills: when nobody looked at the clock: from, and until.
    """

    url: str
    clock: SimulatedClock
    together: int
    instances: list[Instance] = field(default_factory=list)
    standstills: list[tuple[datetime, datetime]] = field(default_factory=list)
    looks: int = 0
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)
    _draw: random.Random = field(default_factory=lambda: random.Random(2025))

    def plan(self, at: datetime, act: Act) -> None:
        heappush(self._agenda, (at, next(self._numbers), act))

    def registered_at(self, at: datetime) -> None:
        """Plan a number of appeals that come in at this very moment, and what is done about them."""
        ids = appeals_of(at.isoformat(), self.together)
        self.plan(at, lambda: self._do("register", ids))
        for number, fate in enumerate(FATES):
            share = ids[number :: len(FATES)]
            for later, step in fate:
                self._plan_step(at + later, step, share)

    def still(self, begin: datetime, end: datetime) -> None:
        """Plan that the service is down for so long."""
        self.standstills.append((begin, end))

    def run(self, until: datetime) -> None:
        """Live through it, from one thing that is to be done to the next; somebody looks at the end."""
        while (moment := self._next()) is not None and moment <= until:
            self.clock.set(max(moment, self.clock.standing))
            if self._agenda and self._agenda[0][0] <= moment:
                heappop(self._agenda)[2]()
            else:
                self.look()
        self.clock.set(until)
        self.look()

    def look(self) -> None:
        """The clerk looks; now and then he dies over it, and another does what he left."""
        self.looks += 1
        drawn = self._draw.random()
        if drawn < 0.02:  # dies with the first page in hand
            next(iter(self.instances[0].supervision.acts()), lambda: False)()
            self._replace_the_first()
        elif drawn < 0.1:
            self.instances.reverse()
        self.instances[0].clerk.look()
        if drawn > 0.95:  # nobody told the other that it is done
            self.instances[1].clerk.look()

    def step_back(self, by: timedelta) -> None:
        """The machine's clock is set back; what was done is not done again."""
        self.clock.set(self.clock.standing - by)
        assert self.instances[1].clerk.look() == 0

    def _next(self) -> datetime | None:
        due = self.instances[0].next_moment()
        if due is not None:
            due = next((end for begin, end in self.standstills if begin <= due < end), due)
        planned = self._agenda[0][0] if self._agenda else None
        return min((each for each in (due, planned) if each), default=None)

    def _replace_the_first(self) -> None:
        self.instances[0].end()
        self.instances[0] = Instance(self.url, self.clock)
        self.instances[0].catch_up()

    def _plan_step(self, at: datetime, step: str, ids: Sequence[str]) -> None:
        self.plan(at, lambda: self._do(step, ids))

    def _do(self, step: str, ids: Sequence[str]) -> None:
        make, asked = _COMMANDS[step], {"now": self.clock(), "actor": "officer-1"}
        for first in range(0, len(ids), 500):
            commands = [
                make(one, {"petition_id": one, **asked}) for one in ids[first : first + 500]
            ]
            self.instances[0].carry_out(f"{step}:{self.clock.standing.isoformat()}", commands)


def appeals_of(name: str, many: int) -> list[str]:
    """The ids of so many appeals."""
    return [derived_id(f"year:{name}:{n}") for n in range(many)]


def registration(petition_id: str, now: datetime) -> c.RegisterPetition:
    """The appeal comes in."""
    return _register(petition_id, {"petition_id": petition_id, "now": now, "actor": "officer-1"})


def _place(petition_id: str) -> Any:
    return PLACES[int(petition_id[-8:], 16) % len(PLACES)]


def _register(one: str, asked: dict[str, Any]) -> c.RegisterPetition:
    return c.RegisterPetition(
        **asked,
        channel=Channel.HOTLINE,
        kind=Kind.COMPLAINT,
        category_id=CATEGORIES[int(one[:8], 16) % len(CATEGORIES)],
        place=_place(one).code,
        appellant_id=appellant_of(one),
        contact=None,
        confidential=False,
        tracking_digest=one.replace("-", "") * 2,
        text=WORDS,
    )


_WAITING, _WEATHER = PauseCause.WAITING_FOR_APPELLANT, ExtensionCause.WEATHER
_COMMANDS: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "register": _register,
    "dispatch": lambda o, a: c.DispatchPetition(**a, by=_place(o).street, lead_id=_place(o).code),
    "sign": lambda o, a: c.SignForOrder(**a, by=_place(o).code),
    "pause": lambda o, a: c.PauseHandling(**a, by=_place(o).code, cause=_WAITING),
    "resume": lambda o, a: c.ResumeHandling(**a, by=_place(o).code),
    "ask": lambda o, a: c.RequestExtension(**a, by=_place(o).code, working_days=4, cause=_WEATHER),
    "grant": lambda o, a: c.GrantExtension(**a, by=_place(o).street, working_days=3),
    "comment": lambda o, a: c.AddComment(
        **a, by=_place(o).code, comment_id=f"{o}:{a['now'].isoformat()}", note=WORDS
    ),
    "resolve": lambda o, a: c.ResolvePetition(
        **a, by=_place(o).code, outcome=Outcome.DONE, note=WORDS
    ),
}
