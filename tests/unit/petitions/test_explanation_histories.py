"""Whatever happened to a promise, its explanation adds up to the deadline that was stored as a fact.

The deadline is not computed again here. The time that counts is measured, day by day of the city, between
the moments that the explanation names, and must be what was promised, left, or granted.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.petition.clock_facts import ClockStopped
from services.petitions.domain.petition.events import (
    HandlingPaused,
    HandlingResumed,
    PetitionEvent,
    SupervisionEvent,
)
from services.petitions.domain.petition.explaining import Explanation, Line, clocks, explain
from services.petitions.domain.petition.words import Stop
from services.petitions.domain.terms import Unit
from tests.unit.petitions.changing_city import HISTORIES, UNITS, ChangingCity
from tests.unit.petitions.petition_scene import CITY, COMMUNITY, register

A_DAY, A_MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
LENGTH = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: A_DAY,
    Unit.WORKING_DAY: A_DAY,
}


def counting(calendar: WorkingCalendar, unit: Unit, begin: datetime, end: datetime) -> timedelta:
    """The time between that counts in ``unit``: each of the city's days by itself, then summed."""
    if unit is not Unit.WORKING_DAY:
        return end - begin
    first, last = begin.astimezone(CITY).date(), end.astimezone(CITY).date()
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return sum((_shared(day, begin, end) for day in days if calendar.is_working(day)), timedelta())


def _shared(day: date, begin: datetime, end: datetime) -> timedelta:
    midnight = datetime.combine(day, time(), CITY)
    tomorrow = datetime.combine(day + A_DAY, time(), CITY)
    return max(min(end, tomorrow) - max(begin, midnight), timedelta())


@settings(max_examples=150)
@given(st.integers(1, 9), st.sampled_from(UNITS), HISTORIES)
def test_an_explanation_adds_up_to_the_stored_deadline(
    value: int, unit: Unit, acts: Sequence[tuple[int, tuple[str, tuple[Any, ...]]]]
) -> None:
    city = ChangingCity()
    city.promise_otherwise("handle-normal", value, unit, 0, 0)
    city.scene.when(register(category_id="property-management", place=COMMUNITY))
    city.go(("dispatch", "sign"), 0)
    for wait, (act, given_to) in acts:
        getattr(city, act)(*given_to, wait)
    history = city.scene.happened
    for name in clocks(history):
        told = explain(history, name)
        _runs_by_the_rule_of_its_day(told, city)
        _names_every_event_that_touched_it(told, name, history)
        _each_line_moves_it_as_it_says(told, city.calendars)
        _ends_as_was_stored(told, name, history)
        assert told.paused == _stood_still(name, history)


def _runs_by_the_rule_of_its_day(told: Explanation, city: ChangingCity) -> None:
    started = told.started
    day = started.started_at.astimezone(CITY).date()
    inforce = [each for each in city.rules.entries[started.rule] if each.effective_from <= day]
    assert (inforce[-1].version, inforce[-1].value, inforce[-1].unit) == (
        *(started.rule_version, started.value, started.unit),
    )
    calendar = city.calendars[started.calendar_version]
    promised, begin = started.value * LENGTH[started.unit], started.started_at
    _lies(calendar, started.unit, begin, told.lines[0].due_at, promised)
    assert told.lines[0].at == begin
    assert told.lines[0].calendar_version == started.calendar_version


def _lies(
    calendar: WorkingCalendar, unit: Unit, begin: datetime, end: datetime, length: timedelta
) -> None:
    """``end`` is the first moment by which so much time counted."""
    assert counting(calendar, unit, begin, end) == length
    assert counting(calendar, unit, begin, end - A_MICROSECOND) < length


def _names_every_event_that_touched_it(
    told: Explanation, name: str, history: Sequence[PetitionEvent]
) -> None:
    assert [line.version for line in told.lines] == [
        number for number, event in enumerate(history, start=1) if name in _touched(event)
    ]
    assert all(line.at == history[line.version - 1].at for line in told.lines)


def _touched(event: PetitionEvent) -> set[str]:
    if isinstance(event, SupervisionEvent):
        return {event.clock}
    paused = event.clocks if isinstance(event, HandlingPaused) else ()
    facts = (getattr(event, kind, ()) for kind in ("started", "moved", "stopped"))
    return {*paused, *(fact.clock for several in facts for fact in several)}


def _each_line_moves_it_as_it_says(told: Explanation, calendars: list[WorkingCalendar]) -> None:
    unit, paused_at = told.started.unit, datetime.max.replace(tzinfo=UTC)
    for before, line in zip(told.lines, told.lines[1:], strict=False):
        calendar = calendars[line.calendar_version]
        if line.what == "paused":
            paused_at = line.at
        if line.what == "extended":
            days = int(line.why.split()[0]) * A_DAY
            _lies(calendar, Unit.WORKING_DAY, before.due_at, line.due_at, days)
        elif line.what == "resumed" and paused_at < before.due_at:
            _has_as_much_left(calendar, unit, (paused_at, before), line)
        else:
            assert line.due_at == before.due_at


def _has_as_much_left(
    calendar: WorkingCalendar, unit: Unit, before: tuple[datetime, Line], line: Line
) -> None:
    left = counting(calendar, unit, before[0], before[1].due_at)
    assert counting(calendar, unit, line.at, line.due_at) == left
    assert line.due_at >= before[1].due_at


def _ends_as_was_stored(told: Explanation, name: str, history: Sequence[PetitionEvent]) -> None:
    ends: list[ClockStopped | None] = [
        end for event in history for end in getattr(event, "stopped", ()) if end.clock == name
    ]
    assert [told.stopped] == (ends or [None])
    if told.stopped is None:
        assert told.late_by == timedelta()
        return
    assert told.lines[-1].due_at == told.stopped.due_at
    last_pause = [line for line in told.lines if line.what in ("paused", "resumed")][-1:]
    stood = bool(last_pause) and last_pause[0].what == "paused"
    ended = last_pause[0].at if stood else told.stopped.stopped_at
    assert told.late_by == max(ended - told.stopped.due_at, timedelta())
    if told.stopped.stop is not Stop.VOID:
        assert (told.stopped.stop is Stop.LATE) == (ended >= told.stopped.due_at)


def _stood_still(name: str, history: Sequence[PetitionEvent]) -> timedelta:
    """From each pause of it to what ended that pause: going on, or its own end."""
    since: datetime | None = None
    total = timedelta()
    for event in history:
        if isinstance(event, HandlingPaused) and name in event.clocks:
            since = event.at
        ends = isinstance(event, HandlingResumed) or any(
            end.clock == name for end in getattr(event, "stopped", ())
        )
        if ends and since is not None:
            total, since = total + (event.at - since), None
    return total
