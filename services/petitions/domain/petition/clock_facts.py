"""What is said of a clock in events: every deadline is computed once, when something happens."""

from dataclasses import dataclass
from datetime import datetime

from services.petitions.domain.petition.words import Stage, Stop
from services.petitions.domain.terms import Unit


@dataclass(frozen=True, slots=True)
class Moments:
    """When a clock warns, is due (yellow card), turns red, and climbs level by level; UTC.

    ``due_at`` is the first instant that is late.
    """

    warning_at: datetime
    due_at: datetime
    red_at: datetime
    escalation_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class ClockStarted:
    """A promise began to run: ``value`` of ``unit`` by the rule's version and the calendar's.

    Its next moment is the warning.
    """

    clock: str
    stage: Stage
    started_at: datetime
    moments: Moments
    value: int
    unit: Unit
    rule: str
    rule_version: int
    calendar_version: int


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """The moments that still lay ahead lie later, after a pause or an extension.

    ``next_at`` is the first of them; None when every step was taken, or while the clock is paused.
    """

    clock: str
    moments: Moments
    next_at: datetime | None
    calendar_version: int


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A promise was kept, or kept late, or became void."""

    clock: str
    stage: Stage
    started_at: datetime
    due_at: datetime
    stopped_at: datetime
    stop: Stop
