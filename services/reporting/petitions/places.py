"""Places and units, what they and the categories are called, and where grants reach.

The office of a division has the division's code as its id, and so has the organisation that works
there: a grant bound to it reaches the division and all below.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from services.reporting.naming import Place, names_at
from services.reporting.projections.moment import Moment
from services.reporting.projections.petitions.tables import categories, units


def path_now(connection: Connection, unit: str) -> str | None:
    """The ids from the highest unit down to this one, as far as is known now; None for no unit."""
    path: list[str] = []
    found = _superior(connection, unit)
    while found is not None and unit not in path:
        path.insert(0, unit)
        if found.superior_id is None:
            break
        unit, found = found.superior_id, _superior(connection, found.superior_id)
    return "/".join(path) or None


class _Superior(NamedTuple):
    superior_id: str | None


def _superior(connection: Connection, unit: str) -> _Superior | None:
    newest = units.c.effective_date.desc(), units.c.sequence.desc()
    asked = select(units.c.superior_id).where(units.c.unit_id == unit).order_by(*newest).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else _Superior(*row)


def place_at(connection: Connection, code: str, moment: Moment) -> Place | None:
    """The division of that code; None if its office was not known at the moment."""
    entered = select(units.c.level).where(
        units.c.unit_id == code, units.c.division_code == code, moment.counts(units)
    )
    level = connection.scalar(entered.order_by(units.c.sequence).limit(1))
    if level is None:
        return None
    return Place(code, unit_names(connection, [code], moment)[code], level)


def unit_names(connection: Connection, ids: Iterable[str], moment: Moment) -> Mapping[str, str]:
    """What units were called at the moment, by id."""
    return names_at(connection, units.c.unit_id, ids, moment)


def category_names(connection: Connection, ids: Iterable[str], moment: Moment) -> Mapping[str, str]:
    """What categories were called at the moment, by id."""
    return names_at(connection, categories.c.category_id, ids, moment)
