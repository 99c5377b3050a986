"""A running clock: which moments lie ahead, and how a pause or an extension moves them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from services.petitions.domain.calendar.counting import CityTime, Span
from services.petitions.domain.petition.clock_facts import (
    ClockMoved,
    ClockStarted,
    ClockStopped,
    Moments,
)
from services.petitions.domain.petition.words import Stage, Step, Stop
from services.petitions.domain.rules.decider import Rules
from services.petitions.domain.rules.names import RuleName
from services.petitions.domain.terms import Unit

_FIRST = (Step.WARNING, Step.YELLOW_CARD, Step.RED_CARD)
_A_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise that is neither kept nor void yet.

    ``done`` counts the steps already taken: they are taken in order, each once. ``paused_at`` is
    None while it runs.
    """

    started: ClockStarted
    moments: Moments
    done: int = 0
    paused_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.started.clock

    @property
    def stage(self) -> Stage:
        return self.started.stage

    @property
    def ahead(self) -> tuple[tuple[Step, int, datetime], ...]:
        """The steps still to come: which, at which level, and when."""
        return ladder(self.moments)[self.done :]

    def moved(
        self, later: Callable[[datetime], datetime], calendar_version: int, *, runs: bool
    ) -> ClockMoved:
        """What follows when each moment that lies ahead is put off; nothing is next while it stands."""
        first, second, third, *rest = (
            later(moment) if number >= self.done else moment
            for number, (_, _, moment) in enumerate(ladder(self.moments))
        )
        moments = ordered(first, second, third, rest)
        next_at = next_of(moments, self.done) if runs else None
        return ClockMoved(self.name, moments, next_at, calendar_version)

    def resumed(self, at: datetime, time: CityTime) -> ClockMoved:
        """What follows when it goes on at ``at``."""
        paused, unit = self.paused_at or at, self.started.unit
        return self.moved(
            lambda moment: time.resumed(moment, paused, at, unit), time.calendar.version, runs=True
        )

    def extended(self, working_days: int, time: CityTime) -> ClockMoved:
        """What follows when so many working days more are granted."""
        span = Span(working_days, Unit.WORKING_DAY)
        return self.moved(
            lambda moment: time.after(moment, span),
            time.calendar.version,
            runs=self.paused_at is None,
        )

    def stopped(self, at: datetime, *, void: bool) -> ClockStopped:
        """What follows when it ends; a paused clock ended when it was paused.

        ``void``: nothing is promised any more. What was due before is late all the same.
        """
        in_time = Stop.VOID if void else Stop.KEPT
        return ClockStopped(
            self.name,
            self.stage,
            self.started.started_at,
            self.moments.due_at,
            at,
            in_time if (self.paused_at or at) < self.moments.due_at else Stop.LATE,
        )

    def after_move(self, move: ClockMoved) -> "Clock":
        return replace(self, moments=move.moments)


def ladder(moments: Moments) -> tuple[tuple[Step, int, datetime], ...]:
    """All steps in the order they are taken; the level counts escalations from 1."""
    first = (moments.warning_at, moments.due_at, moments.red_at)
    return (
        *((step, 0, moment) for step, moment in zip(_FIRST, first, strict=True)),
        *((Step.ESCALATION, n, at) for n, at in enumerate(moments.escalation_at, start=1)),
    )


def next_of(moments: Moments, done: int) -> datetime | None:
    """When the next step comes, after so many were taken."""
    return next((moment for _, _, moment in ladder(moments)[done:]), None)


def ordered(
    warning: datetime, due: datetime, red: datetime, escalation: Iterable[datetime]
) -> Moments:
    """The moments, each not before the one it follows: no rule or clock change turns them round."""
    red = max(due, red)
    climbing = tuple(accumulate(escalation, max, initial=red))[1:]
    return Moments(min(warning, due), due, red, climbing)


def start(
    name: str,
    stage: Stage,
    rule: RuleName,
    at: datetime,
    *,
    rules: Rules,
    time: CityTime,
    levels: int,
) -> ClockStarted:
    """A clock that starts at ``at`` under the rules of that day, and can climb so many levels."""
    day = time.day(at)
    promise = rules.rule(rule, day)
    red = max(rules.value(RuleName.RED_PERCENT, day), _A_HUNDRED)
    step = rules.value(RuleName.ESCALATION_PERCENT, day)

    def after(percent: int) -> datetime:
        return time.after(at, Span(promise.value, promise.unit, percent))

    moments = ordered(
        after(rules.value(RuleName.WARNING_PERCENT, day)),
        after(_A_HUNDRED),
        after(red),
        [after(red + step * level) for level in range(1, levels + 1)],
    )
    return ClockStarted(
        name,
        stage,
        at,
        moments,
        promise.value,
        promise.unit,
        promise.name,
        promise.version,
        time.calendar.version,
    )
