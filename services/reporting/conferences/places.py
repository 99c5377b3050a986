"""Divisions at a moment, and where a grant reaches.

Who has a role at an organisation has it in the division where that organisation works, and below: a path
is made of division codes. One that works in no division of its own, or that ended, gives a role nowhere.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from services.reporting.naming import Place, names_at
from services.reporting.projections.conferences.tables import (
    division_names,
    divisions,
    organisation_names,
    organisations,
)
from services.reporting.projections.moment import Moment
from services.reporting.projections.newest import standing


def place_at(connection: Connection, code: str, moment: Moment) -> Place | None:
    """The division of that code; None if there was none at the moment."""
    placed = select(divisions.c.level).where(divisions.c.code == code)
    level = connection.scalar(placed.where(standing(divisions, moment, "code")))
    if level is None:
        return None
    return Place(code, names_of_divisions(connection, [code], moment)[code], level)


def names_of_divisions(
    connection: Connection, codes: Iterable[str], moment: Moment
) -> Mapping[str, str]:
    """What divisions were called at the moment, by code."""
    return names_at(connection, division_names.c.code, codes, moment)


def names_of_organisations(
    connection: Connection, ids: Iterable[str], moment: Moment
) -> Mapping[str, str]:
    """What organisations were called at the moment, by id."""
    return names_at(connection, organisation_names.c.organisation_id, ids, moment)


def path_now(connection: Connection, code: str) -> str | None:
    """The codes from the city down to this division, as far as is known now; None for no division."""
    path: list[str] = []
    above: str | None = code
    while above is not None and above not in path:
        newest = divisions.c.effective_date.desc(), divisions.c.sequence.desc()
        asked = select(divisions.c.parent_code).where(divisions.c.code == above)
        row = connection.execute(asked.order_by(*newest).limit(1)).first()
        if row is None:
            break
        path.insert(0, above)
        above = row[0]
    return "/".join(path) or None


def reach_of(connection: Connection, organisation: str) -> str | None:
    """The path of the division where the organisation works now; None when it works in none."""
    newest = organisations.c.effective_date.desc(), organisations.c.sequence.desc()
    columns = organisations.c.division_code, organisations.c.living
    asked = select(*columns).where(organisations.c.organisation_id == organisation)
    found = connection.execute(asked.order_by(*newest).limit(1)).first()
    if found is None or not found.living or found.division_code is None:
        return None
    return path_now(connection, found.division_code)
