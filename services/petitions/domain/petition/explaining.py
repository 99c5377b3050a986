"""Why a promise counts as broken, or as kept: its start, pauses and stop, event by event."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.petitions.domain.petition.clock import Clock
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.events import (
    ExtensionGranted,
    HandlingPaused,
    HandlingResumed,
    PetitionEscalated,
    PetitionEvent,
    PromiseWarned,
    RedCardGiven,
    YellowCardGiven,
)
from services.petitions.domain.petition.folding import evolve
from services.petitions.domain.petition.petition import Petition, initial
from services.petitions.domain.petition.words import Step
from services.petitions.domain.terms import Labelled


class UnknownClockError(LookupError):
    """The appeal has no promise of this name."""


class What(Labelled):
    """What an event did to a promise."""

    STARTED = "started", "开始"
    PAUSED = "paused", "暂停"
    RESUMED = "resumed", "恢复"
    EXTENDED = "extended", "延期"
    SUPERVISED = "supervised", "督办"
    STOPPED = "stopped", "停止"


@dataclass(frozen=True, slots=True)
class Line:
    """One event that touched the promise.

    ``version`` is the event's number in the appeal's stream, from 1; ``due_at`` is when the promise
    was due as that event left it, counted by the calendar of ``calendar_version``. ``why`` is the
    recorded cause, how much longer, or the step taken, as people read it.
    """

    version: int
    at: datetime
    what: What
    why: str
    due_at: datetime
    calendar_version: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A promise from its start to its end, by which rule and calendar it ran.

    ``stopped`` is None while it runs. ``paused`` is the time it stood still; ``late_by`` how long
    after the due moment it was stopped, nothing when it was kept.
    """

    started: ClockStarted
    lines: tuple[Line, ...]
    stopped: ClockStopped | None
    paused: timedelta
    late_by: timedelta


def explain(history: Iterable[PetitionEvent], clock: str) -> Explanation:
    """Explain the promise ``clock`` from all events of its appeal, in their order.

    Raises:
        UnknownClockError: no event of the appeal started it.
    """
    followed = tuple(_followed(history, clock))
    if not followed:
        raise UnknownClockError(clock)
    started = followed[0][2].started
    stops = (end for _, event, _ in followed for end in getattr(event, "stopped", ()))
    stopped = next((end for end in stops if end.clock == clock), None)
    late = timedelta()
    if stopped is not None:
        late = max((followed[-1][2].paused_at or stopped.stopped_at) - stopped.due_at, late)
    lines = tuple(_lines(followed, started.calendar_version))
    return Explanation(started, lines, stopped, _paused(lines), late)


def clocks(history: Iterable[PetitionEvent]) -> tuple[str, ...]:
    """The names of all promises of an appeal, in the order they were given."""
    return tuple(start.clock for event in history for start in getattr(event, "started", ()))


def _lines(followed: Iterable[tuple[int, PetitionEvent, Clock]], calendar: int) -> Iterator[Line]:
    for version, event, at in followed:
        calendar = _moved_by(event, at.name, calendar)
        yield Line(version, event.at, *_told(event, at.name), at.moments.due_at, calendar)


def _moved_by(event: PetitionEvent, name: str, before: int) -> int:
    """The version of the calendar by which the promise is due after ``event``."""
    moves: tuple[ClockMoved, ...] = getattr(event, "moved", ())
    return next((move.calendar_version for move in moves if move.clock == name), before)


def _followed(
    history: Iterable[PetitionEvent], name: str
) -> Iterator[tuple[int, PetitionEvent, Clock]]:
    """Every event that changed the clock, with the clock as it left it; as it was, when it ended."""
    petition = initial
    for version, event in enumerate(history, start=1):
        before, petition = petition, evolve(petition, event)
        was, now = _clock(before, name), _clock(petition, name)
        if now is not None and now != was:
            yield version, event, now
        elif was is not None and now is None:
            yield version, event, was


def _clock(petition: Petition, name: str) -> Clock | None:
    return next((clock for clock in petition.clocks if clock.name == name), None)


def _told(event: PetitionEvent, name: str) -> tuple[What, str]:
    if any(start.clock == name for start in getattr(event, "started", ())):
        return What.STARTED, ""
    if any(end.clock == name for end in getattr(event, "stopped", ())):
        return What.STOPPED, ""
    if isinstance(event, HandlingPaused):
        return What.PAUSED, event.cause.label
    if isinstance(event, HandlingResumed):
        return What.RESUMED, ""
    if isinstance(event, ExtensionGranted):
        return What.EXTENDED, f"{event.working_days} 个工作日"
    return What.SUPERVISED, _STEP_OF[type(event)].label


_STEP_OF: dict[type, Step] = {
    PromiseWarned: Step.WARNING,
    YellowCardGiven: Step.YELLOW_CARD,
    RedCardGiven: Step.RED_CARD,
    PetitionEscalated: Step.ESCALATION,
}


def _paused(lines: tuple[Line, ...]) -> timedelta:
    total, since = timedelta(), None
    for line in lines:
        if line.what is What.PAUSED:
            since = line.at
        elif since is not None and line.what in (What.RESUMED, What.STOPPED):
            total, since = total + (line.at - since), None
    return total
