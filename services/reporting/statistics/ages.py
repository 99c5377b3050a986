"""Ages on a day: full years, reached on the birthday (born on 29 February: on 1 March in common years).

Ages move with the calendar without any event, so they are never stored: an age is a comparison of
the day of birth with a limit that follows from the day asked for.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, true


def latest_birth(age: int, day: date) -> date:
    """The last day of birth of those who are ``age`` or older on ``day``."""
    year = day.year - age
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February of a leap year, seen from a common one
        return date(year, 2, 28)


def age_on(day: date, birth: date) -> int:
    """Full years on ``day``."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages from ``low`` to ``high``, both inclusive; None is open."""

    low: int | None = None
    high: int | None = None

    def holds(self, age: int) -> bool:
        return (self.low is None or age >= self.low) and (self.high is None or age <= self.high)

    def where(self, birth: ColumnElement[date], day: date) -> ColumnElement[bool]:
        """The same as a comparison of the day of birth."""
        old = true() if self.low is None else birth <= latest_birth(self.low, day)
        young = true() if self.high is None else birth > latest_birth(self.high + 1, day)
        return and_(old, young)


LIMITS = (61, 56, 51, 46, 41, 36, 35, 31)
"""The ages at which any band begins, descending: between two of them all bands count alike."""

LEAST_AGES = (*LIMITS, 0)
"""The least age of each step between them, as `width_bucket` numbers the steps."""


def first_births(day: date) -> list[date]:
    """For each of ``LIMITS`` the first day of birth of those who are younger, ascending."""
    return [latest_birth(age, day) + timedelta(days=1) for age in LIMITS]
