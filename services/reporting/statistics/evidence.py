"""The rows behind a figure: their ``change`` adds up to it.

Each selection has the same columns: sequence, event_id, reason, effective_date, recorded_at, change,
member_id, organisation_id, division_code.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    FromClause,
    Select,
    SmallInteger,
    Text,
    and_,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from services.reporting.projections.kinds import chosen
from services.reporting.projections.members import changes, member_id
from services.reporting.projections.moment import Moment, Period
from services.reporting.projections.organisations import places, subtree
from services.reporting.projections.territory import area, communities
from services.reporting.projections.transfers import arrivals, departures
from services.reporting.statistics.figures import (
    Communities,
    Counted,
    Members,
    Organisations,
    Transfers,
)

Rows = Select[Any]
_NONE: ColumnElement[Any] = null().cast(Text)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose statistics: of which organisation's subtree, at which moment, transfers of which period."""

    organisation: str
    moment: Moment
    period: Period


def rows_behind(counted: Counted, question: Question) -> Rows:
    """The rows that make up the figure."""
    match counted:
        case Members():
            return members(counted, question)
        case Organisations():
            return organisations(counted, question)
        case Transfers():
            return transfers(counted, question)
        case Communities(None):
            return enrolled(question)
        case Communities(True):
            return with_organisation(question)
        case Communities():
            return without_organisation(question)


def members(counted: Members, question: Question) -> Rows:
    tree = subtree(question.organisation, question.moment)
    subject = (member_id().label("member_id"), tree.c.organisation_id, _NONE.label("division_code"))
    rows = select(*_told(changes, changes.c.change), *subject)
    return rows.join(tree, tree.c.organisation_key == changes.c.organisation_key).where(
        question.moment.counts(changes),
        selects(counted, question.moment.as_of),
    )


def selects(counted: Members, day: date) -> ColumnElement[bool]:
    """Whether a row of the ledger is of those members."""
    return and_(
        changes.c.kind == func.any(literal(chosen(counted.holds), ARRAY(SmallInteger))),
        counted.ages.where(changes.c.birth_date, day),
    )


def organisations(counted: Organisations, question: Question) -> Rows:
    subject = (_NONE.label("member_id"), places.c.organisation_id, places.c.division_code)
    tree = subtree(question.organisation, question.moment)
    return select(*_told(places, places.c.change), *subject).where(
        places.c.organisation_id.in_(select(tree.c.organisation_id)),
        question.moment.counts(places),
        places.c.kind == counted.kind if counted.kind else true(),
    )


def transfers(counted: Transfers, question: Question) -> Rows:
    passed = arrivals if counted.came else departures
    steps = passed(question.organisation, question.period, question.moment).subquery("steps")
    path = steps.c.to_path if counted.came else steps.c.from_path
    organisation = func.split_part(path, "/", -1).label("organisation_id")
    subject = (steps.c.member_id, organisation, _NONE.label("division_code"))
    return select(*_told(steps, literal(1)), *subject, steps.c.kind).where(
        steps.c.kind == counted.kind if counted.kind else true()
    )


def enrolled(question: Question) -> Rows:
    """The enrolled communities of the area: the divisions its organisations answer for, and below."""
    subject = (_NONE.label("member_id"), _NONE.label("organisation_id"), communities.c.code)
    return select(*_told(communities, literal(1)), *_as_division(subject)).where(
        communities.c.code.in_(select(_area(question).c.code)),
        question.moment.counts(communities),
    )


def with_organisation(question: Question) -> Rows:
    """For each community with a living organisation of the subtree: the first of them."""
    tree = subtree(question.organisation, question.moment)
    listed = select(communities.c.code).where(question.moment.counts(communities))
    subject = (_NONE.label("member_id"), places.c.organisation_id, places.c.division_code)
    return (
        select(*_told(places, literal(1)), *subject)
        .join(tree, tree.c.sequence == places.c.sequence)
        .where(tree.c.living, tree.c.division_code.in_(listed))
        .ext(distinct_on(places.c.division_code))
        .order_by(places.c.division_code, places.c.sequence)
    )


def without_organisation(question: Question) -> Rows:
    """The enrolled communities, less those with an organisation."""
    less = with_organisation(question).subquery("housed")
    minus = select(*[literal(-1).label("change") if c.name == "change" else c for c in less.c])
    both = union_all(enrolled(question), minus).subquery("balance")
    return select(both)


def _area(question: Question) -> CTE:
    tree = subtree(question.organisation, question.moment)
    own = select(tree.c.division_code.label("code")).where(
        tree.c.living, tree.c.division_code.is_not(None)
    )
    return area(own, question.moment)


def _told(table: FromClause, change: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    names = ("sequence", "event_id", "reason", "effective_date", "recorded_at")
    return (*(table.c[name] for name in names), change.label("change"))


def _as_division(subject: tuple[ColumnElement[Any], ...]) -> tuple[ColumnElement[Any], ...]:
    *others, division = subject
    return (*others, division.label("division_code"))
