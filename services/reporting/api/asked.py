"""The parameters of a question about statistics, and the rules they keep."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AwareDatetime

from services.reporting.paging import START, Cursor, Slice
from services.reporting.projections.moment import Moment, Period
from shared.clock import city_day
from shared.http.problem import FieldError
from shared.http.refusals import Invalid

FOUNDED = date(1921, 7, 23)
"""The Party's first congress opened: nothing is counted as of an earlier day."""
MOST = 2**63 - 1
MOST_EVENTS = 1000

Organisation = Annotated[
    str, Path(description="The organisation's id.", pattern=r"^[0-9a-z][0-9a-z-]{0,35}$")
]


@dataclass
class Days:
    """As of which day, as known when, and which period."""

    as_of: Annotated[
        date | None,
        Query(ge=FOUNDED, description="What was true on this day; today in the city by default."),
    ] = None
    known_at: Annotated[
        AwareDatetime | None,
        Query(description="Only what was recorded by this instant; everything by default."),
    ] = None
    first: Annotated[
        date | None,
        Query(
            alias="from",
            ge=FOUNDED,
            description="First day of the period; 1 January of the last one's year by default.",
        ),
    ] = None
    last: Annotated[
        date | None,
        Query(
            alias="to",
            ge=FOUNDED,
            description="Last day of the period; as_of by default, and nothing later counts.",
        ),
    ] = None


@dataclass
class _Asked(Days):
    position: Annotated[
        int | None,
        Query(ge=0, le=MOST, description="Only the publisher's events up to this position."),
    ] = None


Asked = Annotated[_Asked, Depends()]


def when(asked: _Asked, now: datetime) -> tuple[Moment, Period]:
    """At which moment, and which period, with today and this year where nothing was said.

    Raises:
        Invalid: a day after today, or a period that ends before it begins.
    """
    moment, period = days(asked, now)
    return replace(moment, position=asked.position), period


def days(asked: Days, now: datetime) -> tuple[Moment, Period]:
    """The same, of whatever position.

    Raises:
        Invalid: as `when` does.
    """
    today = city_day(now)
    as_of = asked.as_of or today
    last = asked.last or as_of
    first = asked.first or last.replace(month=1, day=1)
    _not_after(as_of, today, "as_of", "today in the city")
    _not_after(last, today, "to", "today in the city")
    _not_after(first, last, "from", "the last day of the period")
    return Moment(as_of, asked.known_at), Period(max(first, FOUNDED), last)


def _not_after(day: date, limit: date, field: str, what: str) -> None:
    if day > limit:
        message = f"must not be after {what}, {limit.isoformat()}"
        raise Invalid([FieldError(field=field, rule="day-too-late", message=message)])


@dataclass
class _Part:
    """Which figure, and which page of its events."""

    figure: Annotated[
        str, Query(description="As the answer's links name it: `members_by_age.under_35`.")
    ]
    after: Annotated[
        str, Query(pattern=r"^\d{1,18}\.(-1|0|1)$", description="From the answer's `next`.")
    ] = str(START)
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = 100

    @property
    def slice(self) -> Slice:
        return Slice(Cursor(*map(int, self.after.split("."))), self.limit)


Part = Annotated[_Part, Depends()]
