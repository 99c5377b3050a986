"""Time as promises count it: by the clock, by days, by working days; in any zone."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.petitions.domain.calendar.counting import CityTime, Span
from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.terms import Unit

CITY = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
OCTOBER = WorkingCalendar(
    {
        2026: (
            frozenset(date(2026, 10, day) for day in range(1, 8)),
            frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
        )
    },
    1,
)
CHINA = CityTime(OCTOBER, CITY)


def city(
    year: int, month: int, day: int, hour: int, minute: int = 0, *, zone: tzinfo = CITY
) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        (city(2026, 6, 1, 23, 55), Span(10, Unit.MINUTE), city(2026, 6, 2, 0, 5)),
        (city(2026, 10, 1, 9), Span(24, Unit.HOUR), city(2026, 10, 2, 9)),
        (city(2026, 10, 1, 9), Span(7, Unit.DAY), city(2026, 10, 8, 9)),
        (city(2026, 6, 3, 15), Span(2, Unit.WORKING_DAY), city(2026, 6, 5, 15)),
        (city(2026, 6, 5, 15), Span(1, Unit.WORKING_DAY), city(2026, 6, 8, 15)),
        # a day off is not counted: from Saturday on, one working day is all of Monday
        (city(2026, 6, 6, 11), Span(1, Unit.WORKING_DAY), city(2026, 6, 9, 0)),
        # over the national holiday; the Saturday after it is worked
        (city(2026, 9, 30, 15), Span(1, Unit.WORKING_DAY), city(2026, 10, 8, 15)),
        (city(2026, 9, 30, 15), Span(3, Unit.WORKING_DAY), city(2026, 10, 10, 15)),
        (city(2026, 9, 26, 11), Span(1, Unit.WORKING_DAY), city(2026, 9, 28, 0)),
        (city(2026, 12, 31, 23, 59), Span(1, Unit.WORKING_DAY), city(2027, 1, 1, 23, 59)),
        # half of two working days
        (city(2026, 6, 5, 15), Span(2, Unit.WORKING_DAY, 50), city(2026, 6, 8, 15)),
    ],
)
def test_the_moment_when_a_span_is_over(start: datetime, span: Span, end: datetime) -> None:
    assert CHINA.after(start, span) == end


def test_the_day_is_the_citys_and_not_greenwichs() -> None:
    assert CHINA.day(datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC)) == date(2026, 5, 31)
    assert CHINA.day(datetime(2026, 5, 31, 16, 0, tzinfo=UTC)) == date(2026, 6, 1)
    assert CityTime().day(datetime(2026, 5, 31, 16, 0, tzinfo=UTC)) == date(2026, 6, 1)


def test_across_daylight_saving_hours_are_hours_and_days_are_days() -> None:
    there = CityTime(WorkingCalendar(), NEW_YORK)
    before = city(2026, 3, 7, 12, zone=NEW_YORK)  # clocks go forward on 8 March
    assert there.after(before, Span(24, Unit.HOUR)) == city(2026, 3, 8, 13, zone=NEW_YORK)
    assert there.after(before, Span(1, Unit.DAY)) == city(2026, 3, 8, 12, zone=NEW_YORK)
    in_the_gap = city(2026, 3, 7, 2, 30, zone=NEW_YORK)
    assert there.after(in_the_gap, Span(1, Unit.DAY)) == city(2026, 3, 8, 3, 30, zone=NEW_YORK)
    friday = city(2026, 10, 30, 12, zone=NEW_YORK)  # clocks go back on 1 November
    assert there.after(friday, Span(1, Unit.WORKING_DAY)) == city(2026, 11, 2, 12, zone=NEW_YORK)


def test_the_city_itself_once_kept_daylight_saving_time() -> None:
    spring = city(1988, 4, 16, 12)  # from 17 April 1988 on one hour ahead
    assert CHINA.after(spring, Span(1, Unit.DAY)) - spring == timedelta(hours=23)
    assert CHINA.after(spring, Span(24, Unit.HOUR)) - spring == timedelta(hours=24)


def test_a_pause_over_an_hour_that_comes_twice_brings_nothing_forward() -> None:
    there = CityTime(WorkingCalendar(), NEW_YORK)
    paused = city(2026, 11, 1, 1, 50, zone=NEW_YORK)
    due = city(2026, 11, 3, 9, zone=NEW_YORK)
    resumed = (paused.astimezone(UTC) + timedelta(minutes=30)).astimezone(NEW_YORK)
    assert there.resumed(due, paused, resumed, Unit.DAY) == due


def test_a_pause_of_a_weekend_takes_nothing_of_working_days() -> None:
    friday, monday = city(2026, 6, 5, 17), city(2026, 6, 8, 0)
    due = CHINA.after(friday, Span(2, Unit.WORKING_DAY))
    assert CHINA.resumed(due, friday, monday, Unit.WORKING_DAY) == due + timedelta(hours=7)


MOMENTS = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
SPANS = st.builds(
    Span,
    st.integers(1, 40),
    st.sampled_from([Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WORKING_DAY]),
    st.sampled_from([50, 80, 100, 150]),
)
PLACES = st.sampled_from([CHINA, CityTime(OCTOBER, NEW_YORK), CityTime(OCTOBER, UTC)])


@settings(max_examples=200)
@given(PLACES, MOMENTS, SPANS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_pause_only_lengthens_and_by_the_time_that_counts(
    time: CityTime, start: datetime, span: Span, running: int, waiting: int
) -> None:
    due = time.after(start, span)
    paused = start + timedelta(seconds=running)
    resumed = paused + timedelta(seconds=waiting)
    later = time.resumed(due, paused, resumed, span.unit)
    assert start <= due <= later
    if span.unit in (Unit.MINUTE, Unit.HOUR) and paused <= due:
        assert later == due + timedelta(seconds=waiting)
    if time.zone is not NEW_YORK and paused <= due:
        assert time.left(resumed, later, span.unit) == time.left(paused, due, span.unit)


@settings(max_examples=200)
@given(PLACES, MOMENTS, SPANS, st.integers(0, 10**6))
def test_who_starts_later_is_due_no_sooner(
    time: CityTime, start: datetime, span: Span, later: int
) -> None:
    """But for the hour that a clock change takes out of the wall clock or puts in twice."""
    slack = timedelta(hours=1) if time.zone is NEW_YORK else timedelta()
    assert time.after(start + timedelta(seconds=later), span) + slack >= time.after(start, span)
