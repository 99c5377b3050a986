"""All figures of a subtree at a moment, in a handful of queries."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ARRAY, Connection, Date, Row, Select, cast, func, literal, select

from services.reporting.projections.members import ledger
from services.reporting.projections.organisations import places
from services.reporting.statistics.ages import LEAST_AGES, first_births
from services.reporting.statistics.evidence import (
    Question,
    in_subtree,
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
_CELL = ("standing", "member_class", "education", "gender")


def values(connection: Connection, question: Question) -> Values:
    """Every figure by its name."""
    cells = _cells(connection, question)
    kinds = _organisations_by_kind(connection, question)
    passed = {came: _transfers_by_kind(connection, question, came) for came in (True, False)}
    found: dict[str, int] = {}
    for name, figure in FIGURES.items():
        match figure.counted:
            case Members() as counted:
                found[name] = sum(cell.members for cell in cells if _holds(counted, cell))
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


def _cells(connection: Connection, question: Question) -> list[Row[Any]]:
    """Members by all their counted facts at once, and by step of age."""
    limits = cast(literal(first_births(question.moment.as_of), ARRAY(Date)), ARRAY(Date))
    step = func.width_bucket(ledger.c.birth_date, limits).label("step")
    facts = [ledger.c[name] for name in _CELL]
    members = func.sum(ledger.c.change).label("members")
    counted = question.moment.counts(ledger), in_subtree(ledger.c.organisation_id, question)
    grouped = select(*facts, step, members).where(*counted).group_by(*facts, step)
    return list(connection.execute(grouped))


def _holds(counted: Members, cell: Row[Any]) -> bool:
    facts = cell._mapping  # noqa: SLF001 -- SQLAlchemy's public name for a row's values by column
    return (
        facts["standing"] in counted.standing
        and counted.ages.holds(LEAST_AGES[facts["step"]])
        and all(facts[column] in words for column, words in counted.only.items())
        and not any(facts[column] in words for column, words in counted.but.items())
    )
