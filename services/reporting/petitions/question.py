"""What is asked: of which place, which appeals, at which moment; and which rows that are."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, func, true

from services.reporting.petitions.figures import Appeals, Days, Steps, Words
from services.reporting.projections.moment import Moment, Period
from services.reporting.projections.petitions.tables import ids_of


@dataclass(frozen=True, slots=True)
class Filters:
    """Only appeals that are so; empty: any. A category includes all below it.

    Attributes:
        place_itself: only what is registered with the place itself, not with one below it.
        category_itself: only what is registered under the very category.
    """

    channel: str = ""
    kind: str = ""
    mode: str = ""
    category: str = ""
    unit: str = ""
    place_itself: bool = False
    category_itself: bool = False

    def hold(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row is of such an appeal."""
        exact = {
            "channel": self.channel,
            "kind": self.kind,
            "mode": self.mode,
            "unit_id": self.unit,
        }
        same = [table.c[column] == word for column, word in exact.items() if word]
        path = table.c.category_path
        below: ColumnElement[bool] = true()
        if self.category:
            below = through(path, self.category)
        if self.category_itself:
            below = and_(below, next_after(path, self.category) == "")
        return and_(true(), *same, below)


@dataclass(frozen=True, slots=True)
class Question:
    """The appeals of a place and all below it.

    Attributes:
        place: a division's code.
        moment: as of which day, as known when.
        period: of registrations and of steps of supervision.
        filters: which of the appeals.
    """

    place: str
    moment: Moment
    period: Period
    filters: Filters = field(default_factory=Filters)

    def concerns(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row may count: its place and the other limits of what may be seen are here."""
        here = through(table.c.place_path, self.place)
        if self.filters.place_itself:
            here = and_(here, next_after(table.c.place_path, self.place) == "")
        return and_(here, self.filters.hold(table), self.moment.counts(table))


def through(path: ColumnElement[Any], one: str) -> ColumnElement[bool]:
    """Whether a path of ids leads through this one, or ends there."""
    return ids_of(path).contains([one])


def next_after(path: ColumnElement[Any], one: str) -> ColumnElement[str]:
    """The id that follows ``one`` in the path, the first for none; empty where nothing follows."""
    if not one:
        return func.split_part(path, "/", 1)
    rest = func.split_part("/" + path.cast(String) + "/", f"/{one}/", 2)
    return func.split_part(rest, "/", 1)


def appeals(counted: Appeals, question: Question, table: FromClause) -> ColumnElement[bool]:
    """Whether a row of the ledger is of those appeals."""
    return and_(
        _holds(counted.only, table),
        registered_within(question.period, table) if counted.of_period else true(),
        true() if counted.days is None else _aged(counted.days, question, table),
    )


def steps_of(counted: Steps, question: Question, table: FromClause) -> ColumnElement[bool]:
    """Whether a step is of those."""
    return and_(
        table.c.step == counted.step,
        table.c.promise == counted.promise if counted.promise else true(),
        table.c.effective_date.between(question.period.first, question.period.last),
    )


def registered_within(period: Period, table: FromClause) -> ColumnElement[bool]:
    return and_(table.c.registered_on.between(period.first, period.last))


def _holds(words: Words, table: FromClause) -> ColumnElement[bool]:
    return and_(true(), *(table.c[column].in_(sorted(these)) for column, these in words.items()))


def _aged(days: Days, question: Question, table: FromClause) -> ColumnElement[bool]:
    """So many days from the day of registration to the day asked for."""
    day, registered = question.moment.as_of, table.c.registered_on
    old = registered <= day - timedelta(days=days.low)
    return and_(old, true() if days.high is None else registered >= day - timedelta(days=days.high))
