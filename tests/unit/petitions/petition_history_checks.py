"""What holds of every history of an appeal, whatever was done."""

from datetime import datetime, timedelta
from itertools import pairwise

from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.petition import decider, explaining
from services.petitions.domain.petition.clock_facts import ClockStarted, ClockStopped, Moments
from services.petitions.domain.petition.events import (
    Counted,
    HandlingPaused,
    PetitionEscalated,
    PetitionEvent,
    PromiseWarned,
    RedCardGiven,
    YellowCardGiven,
)
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.what_if import rerun
from services.petitions.domain.petition.words import Kept, Stop
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.streams import petition_stream
from tests.unit.petitions.petition_scene import (
    CITY,
    Scene,
)

_ORDER = {PromiseWarned: 0, YellowCardGiven: 1, RedCardGiven: 2, PetitionEscalated: 3}


def all_of(moments: Moments) -> list[datetime]:
    return [moments.warning_at, moments.due_at, moments.red_at, *moments.escalation_at]


def the_states_are_what_the_log_folds_to(
    scene: Scene, petition_id: str, history: list[PetitionEvent]
) -> None:
    if history:
        assert decider.fold(history) == scene.states[petition_stream(petition_id)]
    times = [event.at for event in history]
    assert times == sorted(times)


def every_step_was_taken_once_and_in_order(history: list[PetitionEvent]) -> None:
    taken: dict[str, list[tuple[int, int]]] = {}
    for event in history:
        if isinstance(event, PromiseWarned | YellowCardGiven | RedCardGiven | PetitionEscalated):
            level = event.level if isinstance(event, PetitionEscalated) else 0
            taken.setdefault(event.clock, []).append((_ORDER[type(event)], level))
            assert event.moment <= event.at
    for steps in taken.values():
        assert steps[0] == (0, 0)
        assert all(a < b for a, b in pairwise(steps))


def a_table_of_the_next_moments_kept_from_events_alone_is_right(
    history: list[PetitionEvent], petition: Petition
) -> None:
    """What a view of due moments does with each event, looking at nothing else."""
    table: dict[str, datetime | None] = {}
    for event in history:
        for end in getattr(event, "stopped", ()):
            del table[end.clock]
        for move in getattr(event, "moved", ()):
            table[move.clock] = move.next_at
        for start in getattr(event, "started", ()):
            table[start.clock] = start.moments.warning_at
        if isinstance(event, HandlingPaused):
            table |= dict.fromkeys(event.clocks)
        if isinstance(event, PromiseWarned | YellowCardGiven | RedCardGiven | PetitionEscalated):
            table[event.clock] = event.next_at
    kept = sorted((moment, clock) for clock, moment in table.items() if moment is not None)
    assert kept == [(moment, clock) for moment, clock, *_ in decider.due(petition)]


def each_promise_ended_once_as_its_moments_say(history: list[PetitionEvent]) -> None:
    started: dict[str, ClockStarted] = {}
    stopped: dict[str, ClockStopped] = {}
    yellow = {event.clock for event in history if isinstance(event, YellowCardGiven)}
    for event in history:
        for end in getattr(event, "stopped", ()):
            assert end.clock in started
            assert end.clock not in stopped
            stopped[end.clock] = end
            assert (end.stop is Stop.LATE) == (end.clock in yellow)
        for start in getattr(event, "started", ()):
            assert start.clock not in started
            started[start.clock] = start
    assert tuple(started) == explaining.clocks(history)
    for name in started:
        explained = explaining.explain(history, name)
        assert explained.stopped == stopped.get(name)
        assert (explained.late_by > timedelta()) <= (name in yellow)


def what_was_broken_stays_broken(history: list[PetitionEvent]) -> None:
    counted = [event for event in history if isinstance(event, Counted)]
    for name in ("response", "handling"):
        kept = [getattr(event.after, name) for event in counted]
        assert Kept.BROKEN not in kept or set(kept[kept.index(Kept.BROKEN) :]) == {Kept.BROKEN}


def judged_by_the_same_rules_nothing_changes(history: list[PetitionEvent], until: datetime) -> None:
    for judged in rerun(history, rules.initial, CityTime(zone=CITY), until):
        assert not judged.changes
        assert judged.due_at == judged.would_be_due_at
