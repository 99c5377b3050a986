"""Each conference compiled with its chair, its members, its agreements, and what its members shared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, tuple_

from services.reporting.conferences.places import names_of_divisions, names_of_organisations
from services.reporting.conferences.roster import (
    After,
    Agreement,
    Chair,
    Conference,
    Member,
    Slice,
    Unit,
)
from services.reporting.conferences.rows import (
    comes_next,
    in_force,
    member_stands,
    minutes_of,
    money_given,
    sits,
    uses_of,
)
from services.reporting.conferences.selecting import Selection
from services.reporting.projections.conferences.tables import (
    agreements,
    chairs,
    conferences,
    divisions,
    liaisons,
    members,
    units,
)
from services.reporting.projections.newest import standing

_SHARED = {
    "hall_loans": uses_of("venue"),
    "hall_minutes": minutes_of("venue"),
    "skill_loans": uses_of("skill"),
    "equipment_loans": uses_of("equipment"),
    "funds_fen": money_given,
}


def all_conferences(
    connection: Connection, of: Selection, at_a_time: int = 200
) -> Iterator[Conference]:
    """Every conference that stands in the area, in the same order; a few are in memory at a time."""
    shared, last = _Shared(connection, of), After()
    while page := conferences_of(connection, of, Slice(last, at_a_time), shared):
        yield from page
        last = After(page[-1].division_code, page[-1].conference_id)


def conferences_of(
    connection: Connection, of: Selection, part: Slice, shared: "_Shared | None" = None
) -> list[Conference]:
    """The conferences that stand in the area, each behind those above it."""
    place = (conferences.c.division_code, conferences.c.conference_id)
    asked = select(conferences).where(of.living(), tuple_(*place) > tuple_(*part.after))
    rows = connection.execute(asked.order_by(*place).limit(part.limit)).all()
    ids = [row.conference_id for row in rows]
    reading = _Reading(connection, of, ids, shared or _Shared(connection, of))
    codes = [row.division_code for row in rows]
    names = names_of_divisions(connection, codes, of.question.of_city)
    return [_conference(row, names.get(row.division_code, ""), reading) for row in rows]


def _conference(row: Row[Any], division_name: str, reading: "_Reading") -> Conference:
    one = row.conference_id
    found = [reading.agreement(each) for each in reading.agreements[one]]
    inside = reading.shared.inside(row.division_code)
    return Conference(
        conference_id=one,
        name=row.name,
        level=row.level,
        division_code=row.division_code,
        division_name=division_name,
        parent_id=row.parent_id,
        chair=reading.chair(reading.sitting[one]),
        chair_next=reading.chair(reading.coming[one]),
        members=[reading.member(each, found, inside) for each in reading.members[one]],
        agreements=found,
    )


class _Shared:
    """What units shared in the area, read once however many conferences are told."""

    def __init__(self, connection: Connection, of: Selection) -> None:
        self.amounts = _shared(connection, of)
        self._codes = self._inside(connection, of)

    def _inside(self, connection: Connection, of: Selection) -> Mapping[str, set[str]]:
        """The divisions where something was shared, by each division they lie in."""
        here = of.here(divisions.c.code)
        stands = standing(divisions, of.question.of_city, "code")
        asked = select(divisions.c.code, divisions.c.parent_code).where(here, stands)
        above = {row.code: row.parent_code for row in connection.execute(asked)}
        found: dict[str, set[str]] = defaultdict(set)
        for code in self.amounts:
            division: str | None = code
            while division is not None and code not in found[division]:
                found[division].add(code)
                division = above.get(division)
        return found

    def inside(self, division: str) -> Collection[str]:
        """The divisions where something was shared that lie in this one, itself included."""
        return self._codes.get(division, ())


ByConference = Mapping[str, list[Row[Any]]]


class _Reading:
    """What is told of some conferences, read in one question each."""

    def __init__(
        self, connection: Connection, of: Selection, ids: Collection[str], shared: "_Shared"
    ) -> None:
        self._connection, self._of, self._ids, self.shared = connection, of, ids, shared
        self.members = self._by_conference(members, member_stands(of), members.c.since)
        self.sitting = self._by_conference(chairs, sits(of), chairs.c.begins)
        self.coming = self._by_conference(chairs, comes_next(of), chairs.c.begins)
        order = agreements.c.agreement_id
        self.agreements = self._by_conference(agreements, in_force(of), order)
        self._units = _units(connection, of, self._named())

    def _by_conference(
        self, table: Any, stands: ColumnElement[bool], order: ColumnElement[Any]
    ) -> ByConference:
        asked = select(table).where(table.c.conference_id.in_(self._ids), stands)
        found: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._connection.execute(asked.order_by(order, *table.primary_key)):
            found[row.conference_id].append(row)
        return found

    def _named(self) -> set[str]:
        rows = [row for of in (self.members, self.sitting, self.coming) for row in _flat(of)]
        parties = {one for row in _flat(self.agreements) for one in row.parties}
        return parties | {row.unit_id for row in rows}

    def unit(self, unit_id: str) -> Unit:
        return self._units.get(unit_id) or Unit(unit_id, unit_id)

    def chair(self, terms: list[Row[Any]]) -> Chair | None:
        if not terms:
            return None
        term = terms[0]
        return Chair(self.unit(term.unit_id), term.begins, term.ends, term.kind)

    def agreement(self, row: Row[Any]) -> Agreement:
        parties = [self.unit(one) for one in row.parties]
        return Agreement(row.agreement_id, row.title, parties, row.begins, row.ends)

    def member(self, row: Row[Any], found: list[Agreement], inside: Collection[str]) -> Member:
        unit = self.unit(row.unit_id)
        bound = sum(unit in agreement.parties for agreement in found)
        shared = {
            name: sum(self.shared.amounts[code].get((row.unit_id, name), 0) for code in inside)
            for name in _SHARED
        }
        return Member(unit, row.since, row.seats, row.representative_post, bound, shared)


def _flat(rows: ByConference) -> Iterable[Row[Any]]:
    return (row for each in rows.values() for row in each)


def _units(connection: Connection, of: Selection, ids: Collection[str]) -> Mapping[str, Unit]:
    """What was known of these units, by id."""
    moment = of.question.of_sharing
    stands = standing(units, moment, "unit_id"), units.c.unit_id.in_(ids)
    rows = connection.execute(select(units).where(*stands)).all()
    newest = standing(liaisons, moment, "unit_id"), liaisons.c.unit_id.in_(ids)
    named = connection.execute(select(liaisons.c.unit_id, liaisons.c.post).where(*newest))
    posts = {row.unit_id: row.post for row in named}
    theirs = [row.organisation_id for row in rows if row.organisation_id]
    called = names_of_organisations(connection, theirs, of.question.of_city)
    return {
        row.unit_id: Unit(
            row.unit_id,
            row.name,
            row.unit_class,
            row.organisation_id,
            called.get(row.organisation_id, ""),
            posts.get(row.unit_id, ""),
        )
        for row in rows
    }


def _shared(connection: Connection, of: Selection) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """What units shared in each community: by unit and figure."""
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for name, rows in _SHARED.items():
        behind = rows(of).subquery("behind")
        place = (behind.c.division_code, behind.c.unit_id)
        asked = select(*place, func.sum(behind.c.change)).group_by(*place)
        for code, unit, amount in connection.execute(asked):
            found[code][unit, name] = int(amount)
    return found
