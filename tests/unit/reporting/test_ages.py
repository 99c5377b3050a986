"""Ages at the edges of a band: the birthday, the day before it, and 29 February."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.statistics.ages import LEAST_AGES, age_on, first_births, latest_birth

_DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
_BIRTHS = st.dates(date(1900, 1, 1), date(2000, 12, 31))
_LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in range(1904, 2000, 4)])


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1991, 6, 1), date(2026, 6, 1), 35),
        (date(1991, 6, 2), date(2026, 6, 1), 34),
        (date(1991, 5, 31), date(2026, 6, 1), 35),
        (date(1992, 2, 29), date(2027, 2, 28), 34),
        (date(1992, 2, 29), date(2027, 3, 1), 35),
        (date(1992, 2, 29), date(2028, 2, 28), 35),
        (date(1992, 2, 29), date(2028, 2, 29), 36),
        (date(1993, 3, 1), date(2028, 2, 29), 34),
        (date(1993, 2, 28), date(2028, 2, 29), 35),
    ],
)
def test_full_years(birth: date, day: date, age: int) -> None:
    assert age_on(day, birth) == age


@given(_BIRTHS | _LEAP_DAYS, _DAYS | _LEAP_DAYS, st.integers(0, 61))
def test_the_limit_of_birth_says_the_same_as_the_age(birth: date, day: date, age: int) -> None:
    assert (birth <= latest_birth(age, day)) == (age_on(day, birth) >= age)


@given(_BIRTHS | _LEAP_DAYS, _DAYS | _LEAP_DAYS)
def test_a_step_is_the_least_age_reached(birth: date, day: date) -> None:
    limits = first_births(day)
    step = sum(first <= birth for first in limits)

    assert limits == sorted(limits)
    assert LEAST_AGES[step] == max(
        (least for least in LEAST_AGES if age_on(day, birth) >= least), default=0
    )
