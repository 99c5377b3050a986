"""The past under other promises: which would have been kept, and which broken (domain rule 2).

What people did, and when, stays; only the length of every promise is taken from the other rules and
the other calendar. Pauses and extensions are counted as they were recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.petition.clock import Clock, ladder, start
from services.petitions.domain.petition.clock_facts import ClockStarted, ClockStopped
from services.petitions.domain.petition.events import (
    DuplicateLinked,
    ExtensionGranted,
    HandlingResumed,
    OrderReturned,
    PetitionEvent,
    PetitionListed,
    PetitionRefused,
)
from services.petitions.domain.petition.folding import evolve
from services.petitions.domain.petition.petition import Petition, initial
from services.petitions.domain.petition.words import Stage, Stop
from services.petitions.domain.rules.decider import Rules
from services.petitions.domain.rules.names import RuleName

_VOIDING = (PetitionRefused, OrderReturned, PetitionListed, DuplicateLinked)
"""What makes promises void that were not due yet."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One promise as it was judged, and as it would have been.

    ``unit_id`` is who had the appeal when the promise ended, or has it. A promise that still runs at
    ``until`` is judged as if it were stopped there.
    """

    petition_id: str
    clock: str
    stage: Stage
    unit_id: str
    due_at: datetime
    would_be_due_at: datetime
    stop: Stop
    would_be: Stop

    @property
    def changes(self) -> bool:
        """Whether the other promises change the verdict."""
        return self.stop is not self.would_be


def rerun(
    history: Iterable[PetitionEvent], rules: Rules, time: CityTime, until: datetime
) -> tuple[Judged, ...]:
    """Judge every promise of one appeal again, from all its events up to ``until``."""
    return tuple(_judged([event for event in history if event.at <= until], rules, time, until))


def _judged(
    history: list[PetitionEvent], rules: Rules, time: CityTime, until: datetime
) -> Iterator[Judged]:
    petition, others = initial, dict[str, Clock]()
    for event in history:
        before, petition = petition, evolve(petition, event)
        running = {clock.name: clock for clock in petition.clocks}
        for clock in before.clocks:
            if clock.name not in running:
                end = next(end for end in _ends(event) if end.clock == clock.name)
                void = isinstance(event, _VOIDING)
                yield _verdict(before, clock, others.pop(clock.name), end, void=void)
        for clock in petition.clocks:
            other = others.get(clock.name) or _otherwise(clock.started, rules, time)
            others[clock.name] = _after(event, clock, other, time)
    for clock in petition.clocks:
        end = clock.stopped(until, void=False)
        yield _verdict(petition, clock, others[clock.name], end, void=False)


def _ends(event: PetitionEvent) -> tuple[ClockStopped, ...]:
    ends: tuple[ClockStopped, ...] = getattr(event, "stopped", ())
    return ends


def _otherwise(started: ClockStarted, rules: Rules, time: CityTime) -> Clock:
    """The promise as it would have been given."""
    stage, rule, at = started.stage, RuleName(started.rule), started.started_at
    other = start(started.clock, stage, rule, at, rules=rules, time=time, levels=0)
    return Clock(other, other.moments)


def _after(event: PetitionEvent, clock: Clock, other: Clock, time: CityTime) -> Clock:
    """The other clock after what happened to the one there was; what is past stays where it is."""
    at = other.paused_at or event.at
    done = sum(moment <= at for _, _, moment in ladder(other.moments))
    other = replace(other, done=done)
    if isinstance(event, HandlingResumed) and other.paused_at is not None:
        other = other.after_move(other.resumed(event.at, time))
    elif isinstance(event, ExtensionGranted) and clock.stage is Stage.HANDLE:
        other = other.after_move(other.extended(event.working_days, time))
    return replace(other, paused_at=clock.paused_at)


def _verdict(
    petition: Petition, clock: Clock, other: Clock, end: ClockStopped, *, void: bool
) -> Judged:
    """What an earlier release let be void although it was late stays void: no promise changes that."""
    at, stop = end.stopped_at, end.stop
    as_judged_now = clock.stopped(at, void=void).stop is stop
    would_be = other.stopped(at, void=void).stop if as_judged_now else stop
    return Judged(
        petition.petition_id,
        clock.name,
        clock.stage,
        petition.standing.unit_id if petition.standing is not None else "",
        clock.moments.due_at,
        other.moments.due_at,
        stop,
        would_be,
    )
