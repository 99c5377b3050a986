"""What of an appeal is counted, and what is said of its promises.

One is taken from `before` and one added to `after`, under what the appeal is `about`: so every figure
(backlog, response, resolution, satisfaction, on time, cards) is a sum over messages, by place, category,
channel, kind, mode and unit. How old an open appeal is follows from `about.registered_at`.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AboutV1:
    """What an appeal is about; it changes by `PetitionRecategorisedV1` only.

    Attributes:
        channel: how it came: `desk`, `mailbox`, `hotline`, `web` or `open311`.
        kind: what it asks for: `inquiry`, `help`, `complaint`, `report`, `suggestion` or `thanks`.
        category_path: category ids from the top down, joined by `/`.
        place_path: division codes from the highest down to where it comes from, joined by `/`.
        mode: how fast it is handled: `immediate`, `urgent`, `express`, `normal` or `complex`.
        registered_at: when it was registered, UTC.
    """

    channel: str
    kind: str
    category_path: str
    place_path: str
    mode: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class StandingV1:
    """How an appeal stands.

    Attributes:
        status: how far it has come: `registered`, `accepted`, `refused`, `dispatched`,
            `signed_for`, `on_site`, `in_hand`, `resolved`, `fed_back`, `called_back`, `listed`,
            `linked` or `closed`; the backlog are those before `resolved` that are not `refused` or
            `linked`, and `listed`.
        unit_id: who has to do something, or did last.
        response: of the promise to respond: `none`, `pending`, `kept` or `broken`.
        handling: of the promise to handle: the same words.
        resolved: the appellant's own word: `unasked`, `yes` or `no`.
        satisfaction: how content the appellant is: `unasked`, `very_satisfied`, `satisfied`,
            `fairly_satisfied`, `dissatisfied` or `very_dissatisfied`; the three that are satisfied
            count as such.
        card: the severest supervision so far: `none`, `yellow` or `red`.
        level: how many levels it has climbed.
    """

    status: str
    unit_id: str
    response: str
    handling: str
    resolved: str
    satisfaction: str
    card: str
    level: int


@dataclass(frozen=True, slots=True)
class MomentsV1:
    """When a promise warns, is over (the first instant that is late), and turns red; UTC."""

    warning_at: datetime
    due_at: datetime
    red_at: datetime


@dataclass(frozen=True, slots=True)
class ClockStartedV1:
    """A promise was given.

    Attributes:
        clock: its name within the appeal.
        stage: what is promised: `dispatch`, `respond`, `on_site`, `handle` or `review`.
        value: how much time, in `unit`.
        unit: in what `value` is counted: `minute`, `hour`, `day` or `working_day`.
        rule: the rule it rests on; `rule_version` and `calendar_version` say which entries of the
            rule table and the working calendar.
    """

    clock: str
    stage: str
    started_at: datetime
    moments: MomentsV1
    value: int
    unit: str
    rule: str
    rule_version: int
    calendar_version: int


@dataclass(frozen=True, slots=True)
class ClockMovedV1:
    """What lies ahead of a promise was put off, by a pause or an extension."""

    clock: str
    moments: MomentsV1
    calendar_version: int


@dataclass(frozen=True, slots=True)
class ClockStoppedV1:
    """A promise ended; `stop` is `kept`, `late`, or `void` when it no longer counts either way."""

    clock: str
    stage: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedV1:
    """What every message about an appeal says: when, in UTC, and the calendar day in the city."""

    petition_id: str
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedV1(HappenedV1):
    """What every message about an appeal that may change a figure says."""

    about: AboutV1
    before: StandingV1
    after: StandingV1
