"""The rows behind a figure: their ``change`` adds up to it.

Each selection has the same columns: sequence, part, event_id, reason, effective_date, recorded_at, change,
conference_id, unit_id, division_code. All of them are told by resources; the area is told by membership.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    any_,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from services.reporting.conferences.selecting import Selection
from services.reporting.projections.conferences.tables import (
    agreements,
    chairs,
    conferences,
    liaisons,
    members,
    money,
    premises,
    units,
    uses,
)
from services.reporting.projections.newest import standing

_NONE: ColumnElement[Any] = null().cast(Text)
_ONE: ColumnElement[Any] = literal(1)


def resident_units(of: Selection) -> Select[Any]:
    """Units with premises here, each once."""
    return _rows(units, _ONE, unit=units.c.unit_id).where(
        _resident(of), of.of_unit(units.c.unit_id)
    )


def _resident(of: Selection) -> ColumnElement[bool]:
    inside = select(premises.c.sequence).where(of.here(premises.c.code))
    stands = standing(units, of.question.of_sharing, "unit_id")
    return and_(units.c.sequence.in_(inside), stands, units.c.living)


def liaisons_named(of: Selection) -> Select[Any]:
    """The liaisons of the units that reside here, or confer here."""
    resident = select(units.c.unit_id).where(_resident(of))
    conferring = select(memberships(of).subquery().c.unit_id)
    newest = standing(liaisons, of.question.of_sharing, "unit_id")
    one = liaisons.c.unit_id
    rows = _rows(liaisons, _ONE, unit=one).where(newest, of.of_unit(one))
    return rows.where(or_(one.in_(resident), one.in_(conferring)))


def conferences_there(of: Selection) -> Select[Any]:
    division, one = conferences.c.division_code, conferences.c.conference_id
    return _rows(conferences, _ONE, conference=one, division=division).where(of.living())


def memberships(of: Selection) -> Select[Any]:
    """Units in conferences; one that is a member of two counts twice."""
    return _of_conferences(of, members, _ONE).where(member_stands(of))


def seats(of: Selection) -> Select[Any]:
    return _of_conferences(of, members, members.c.seats).where(member_stands(of))


def member_stands(of: Selection) -> ColumnElement[bool]:
    newest = standing(members, of.question.of_sharing, "conference_id", "unit_id")
    return and_(newest, members.c.living, of.of_unit(members.c.unit_id))


def chairs_now(of: Selection) -> Select[Any]:
    """The term of the day, of each conference."""
    return _of_conferences(of, chairs, _ONE).where(sits(of), of.of_unit(chairs.c.unit_id))


def chairs_next(of: Selection) -> Select[Any]:
    """The published term that comes after that of the day."""
    return _of_conferences(of, chairs, _ONE).where(comes_next(of), of.of_unit(chairs.c.unit_id))


def sits(of: Selection) -> ColumnElement[bool]:
    """Whether a term is of the day: whoever moves the chair tells all terms that are not over."""
    day = of.question.moment.as_of
    begun = and_(chairs.c.begins <= day, or_(chairs.c.ends.is_(None), chairs.c.ends > day))
    return and_(standing(chairs, of.question.of_sharing, "conference_id"), begun)


def comes_next(of: Selection) -> ColumnElement[bool]:
    day = of.question.moment.as_of
    earlier = chairs.alias("earlier")
    before = and_(
        earlier.c.sequence == chairs.c.sequence,
        earlier.c.begins > day,
        earlier.c.begins < chairs.c.begins,
    )
    newest = standing(chairs, of.question.of_sharing, "conference_id")
    return and_(newest, chairs.c.begins > day, ~exists().where(before))


def agreements_in_force(of: Selection) -> Select[Any]:
    party = literal(of.unit) == any_(agreements.c.parties) if of.unit else true()
    rows = _of_conferences(of, agreements, _ONE, unit=_NONE)
    return rows.where(in_force(of), party)


def in_force(of: Selection) -> ColumnElement[bool]:
    """Signed by all, begun and not over: its last day is included."""
    day = of.question.moment.as_of
    return and_(
        standing(agreements, of.question.of_sharing, "agreement_id"),
        agreements.c.stage == "in_force",
        literal(day).between(agreements.c.begins, agreements.c.ends),
    )


def uses_of(kind: str) -> Callable[[Selection], Select[Any]]:
    """How often resident units lent something of that kind; the community's own does not count."""
    return lambda of: _lent(of, kind, _ONE)


def minutes_of(kind: str) -> Callable[[Selection], Select[Any]]:
    return lambda of: _lent(of, kind, uses.c.minutes)


def _lent(of: Selection, kind: str, change: ColumnElement[Any]) -> Select[Any]:
    lent = and_(uses.c.kind == kind, uses.c.unit_id != "", of.within(uses.c.day))
    return _shared(of, uses, change).where(lent)


def money_given(of: Selection) -> Select[Any]:
    """What was drawn down, less what was returned, in fen."""
    return _shared(of, money, money.c.fen).where(of.within(money.c.day))


def _shared(of: Selection, table: FromClause, change: ColumnElement[Any]) -> Select[Any]:
    rows = _rows(table, change, unit=table.c.unit_id, division=table.c.community_code)
    known = of.question.of_sharing.known(table)
    return rows.where(known, of.here(table.c.community_code), of.of_unit(table.c.unit_id))


def _of_conferences(
    of: Selection,
    table: FromClause,
    change: ColumnElement[Any],
    *,
    unit: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """Rows of the conferences that stand here."""
    told = _rows(
        table,
        change,
        conference=table.c.conference_id,
        unit=table.c.unit_id if unit is None else unit,
        division=conferences.c.division_code,
    )
    same = conferences.c.conference_id == table.c.conference_id
    return told.join(conferences, same).where(of.confers(table.c.conference_id), of.living())


def _rows(
    table: FromClause,
    change: ColumnElement[Any],
    *,
    conference: ColumnElement[Any] = _NONE,
    unit: ColumnElement[Any] = _NONE,
    division: ColumnElement[Any] = _NONE,
) -> Select[Any]:
    part = table.c.part if "part" in table.c else literal(0)
    about = {"conference_id": conference, "unit_id": unit, "division_code": division}
    columns = [column.label(name) for name, column in about.items()]
    return select(*_told(table), part.label("part"), change.label("change"), *columns).select_from(
        table
    )


def _told(table: FromClause) -> Iterator[ColumnElement[Any]]:
    names = ("sequence", "event_id", "reason", "effective_date", "recorded_at")
    return (table.c[name] for name in names)


def total(rows: Select[Any]) -> Select[Any]:
    """The figure that rows add up to."""
    behind = rows.subquery("behind")
    return select(func.coalesce(func.sum(behind.c.change), 0))
