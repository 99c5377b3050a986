"""All figures of a place and of its groups, in two readings of the tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Subquery, func, literal, select, tuple_

from services.reporting.petitions.figures import APPEALS, SUPERVISION, Appeals, Figure, Steps
from services.reporting.petitions.question import Question, appeals, next_after, steps_of
from services.reporting.projections.petitions.tables import ledger, steps

GROUPS = ("channel", "kind", "mode", "category", "unit", "place")
Values = Mapping[str, int]
_APPEALS = {
    figure.name: figure.counted for figure in APPEALS if isinstance(figure.counted, Appeals)
}
_STEPS = {
    figure.name: figure.counted for figure in SUPERVISION if isinstance(figure.counted, Steps)
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the whole, and of each group that has any: by group, by word.

    A category or place that is empty stands for what is registered with the one asked for itself.
    """

    whole: Values
    groups: Mapping[str, Mapping[str, Values]]


def counted(connection: Connection, question: Question) -> Counts:
    """Every figure; groups whose figures are all nought are left out."""
    whole: dict[str, int] = {}
    groups: dict[str, dict[str, Values]] = {name: {} for name in GROUPS}
    for row in connection.execute(_by_group(question)):
        found = {name: int(getattr(row, name) or 0) for name in _APPEALS}
        group = _group(row)
        if not group:
            whole |= found
        elif any(found.values()):
            groups[group][getattr(row, group)] = found
    return Counts({**whole, **_supervision(connection, question)}, groups)


def total(connection: Connection, question: Question, figure: Figure) -> int:
    """One figure, added up from the rows behind it."""
    rows = rows_behind(figure, question).subquery("behind")
    return int(connection.scalar(select(func.sum(rows.c.change))) or 0)


def rows_behind(figure: Figure, question: Question) -> Select[Any]:
    """The rows that make up the figure; their ``change`` adds up to it."""
    if isinstance(figure.counted, Steps):
        rows = select(*_told(steps), literal(1).label("change"), *_subject(steps))
        return rows.where(question.concerns(steps), steps_of(figure.counted, question, steps))
    rows = select(*_told(ledger), ledger.c.change, *_subject(ledger))
    return rows.where(question.concerns(ledger), appeals(figure.counted, question, ledger))


def _told(table: Any) -> Iterator[Any]:
    names = ("sequence", "event_id", "reason", "effective_date", "recorded_at")
    return (table.c[name] for name in names)


def _subject(table: Any) -> tuple[Any, ...]:
    return (table.c.petition_id, table.c.unit_id, table.c.place_path)


def _by_group(question: Question) -> Select[Any]:
    rows = _in_groups(question)
    columns = [rows.c[name] for name in GROUPS]
    sums = [
        func.sum(rows.c.change).filter(appeals(counted, question, rows)).label(name)
        for name, counted in _APPEALS.items()
    ]
    marks = [func.grouping(rows.c[name]).label(f"all_{name}") for name in GROUPS]
    sets = func.grouping_sets(tuple_(), *(tuple_(column) for column in columns))
    return select(*columns, *marks, *sums).group_by(sets)


def _in_groups(question: Question) -> Subquery:
    """What concerns the question, with the words of its groups as columns."""
    names = ("change", "registered_on", "channel", "kind", "mode", "stage", "response", "handling")
    facts = [ledger.c[name] for name in (*names, "resolved", "satisfaction", "card")]
    groups = (
        next_after(ledger.c.category_path, question.filters.category).label("category"),
        ledger.c.unit_id.label("unit"),
        next_after(ledger.c.place_path, question.place).label("place"),
    )
    return select(*facts, *groups).where(question.concerns(ledger)).subquery("counted")


def _group(row: Any) -> str:
    """By which column the row was grouped; none for the whole."""
    return next((name for name in GROUPS if not getattr(row, f"all_{name}")), "")


def _supervision(connection: Connection, question: Question) -> Values:
    sums = [
        func.count().filter(steps_of(counted, question, steps)).label(name)
        for name, counted in _STEPS.items()
    ]
    row = connection.execute(select(*sums).where(question.concerns(steps))).one()
    return {name: int(getattr(row, name)) for name in _STEPS}
