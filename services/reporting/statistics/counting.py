"""All figures of a subtree at a moment, in a handful of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, Connection, Date, Select, cast, func, literal, select

from services.reporting.projections.kinds import chosen
from services.reporting.projections.members import changes
from services.reporting.projections.organisations import places, subtree
from services.reporting.statistics.ages import LEAST_AGES, first_births
from services.reporting.statistics.evidence import (
    Question,
    organisations,
    rows_behind,
    transfers,
)
from services.reporting.statistics.figures import (
    FIGURES,
    Communities,
    Figure,
    Members,
    Organisations,
    Transfers,
)

Values = Mapping[str, int]


def values(connection: Connection, question: Question) -> Values:
    """Every figure by its name."""
    cells = _cells(connection, question)
    kinds = _organisations_by_kind(connection, question)
    passed = {came: _transfers_by_kind(connection, question, came) for came in (True, False)}
    found: dict[str, int] = {}
    for name, figure in FIGURES.items():
        match figure.counted:
            case Members():
                found[name] = _members(name, cells)
            case Organisations(kind):
                found[name] = kinds[kind] if kind else kinds.total()
            case Transfers(came, kind):
                found[name] = passed[came][kind] if kind else passed[came].total()
            case Communities(None | True):
                found[name] = total(connection, question, figure)
    found["communities_without_organisation"] = (
        found["communities"] - found["communities_with_organisation"]
    )
    return found


def total(connection: Connection, question: Question, figure: Figure) -> int:
    """One figure, added up from the rows behind it."""
    rows = rows_behind(figure.counted, question).subquery("behind")
    return int(connection.scalar(select(func.sum(rows.c.change))) or 0)


def _organisations_by_kind(connection: Connection, question: Question) -> Counter[str]:
    rows = organisations(Organisations(), question).add_columns(places.c.kind)
    return _by_kind(connection, rows)


def _transfers_by_kind(connection: Connection, question: Question, came: bool) -> Counter[str]:
    """A transfer whose request is not known is counted under the empty kind."""
    return _by_kind(connection, transfers(Transfers(came), question))


def _by_kind(connection: Connection, rows: Select[Any]) -> Counter[str]:
    behind = rows.subquery("behind")
    summed = select(behind.c.kind, func.sum(behind.c.change)).group_by(behind.c.kind)
    return Counter({kind or "": int(number) for kind, number in connection.execute(summed)})


class _Cell(NamedTuple):
    """So many members of one kind and one step of age."""

    kind: int
    step: int
    members: int


def _cells(connection: Connection, question: Question) -> list[_Cell]:
    """The keys are asked for first: seeing how many they are, the server reads a branch by its index."""
    limits = cast(literal(first_births(question.moment.as_of), ARRAY(Date)), ARRAY(Date))
    step = func.width_bucket(changes.c.birth_date, limits).label("step")
    tree = subtree(question.organisation, question.moment)
    keys = list(connection.scalars(select(tree.c.organisation_key)))
    counted = (
        question.moment.counts(changes),
        changes.c.organisation_key == func.any(literal(keys, ARRAY(BigInteger))),
    )
    grouped = select(changes.c.kind, step, func.sum(changes.c.change)).where(*counted)
    found = connection.execute(grouped.group_by(changes.c.kind, step))
    return [_Cell(*row) for row in found]


def _members(name: str, cells: Iterable[_Cell]) -> int:
    kinds, steps = _counted(name)
    return sum(members for kind, step, members in cells if kind in kinds and step in steps)


@cache
def _counted(name: str) -> tuple[frozenset[int], frozenset[int]]:
    """Which kinds and which steps of age a figure counts."""
    counted = FIGURES[name].counted
    if not isinstance(counted, Members):
        raise TypeError(name)
    steps = (step for step, age in enumerate(LEAST_AGES) if counted.ages.holds(age))
    return frozenset(chosen(counted.holds)), frozenset(steps)
