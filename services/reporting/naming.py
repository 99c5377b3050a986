"""Places as they were at a moment, and what things were called then."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Column, Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.reporting.projections.moment import Moment

_LEVELS: Mapping[str, str] = {
    "city": "市",
    "district": "区",
    "street": "街道",
    "community": "社区",
}


def level_label(level: str) -> str:
    """What people call a level of the divisions."""
    return _LEVELS.get(level, level)


class Place(NamedTuple):
    """A division as it was at a moment."""

    code: str
    name: str
    level: str

    @property
    def level_label(self) -> str:
        return level_label(self.level)


def names_at(
    connection: Connection, key: Column[str], ids: Iterable[str], moment: Moment
) -> Mapping[str, str]:
    """What was called how at the moment, by id, from a table of rows with ``key`` and a name."""
    table = key.table
    newest = key, table.c.effective_date.desc(), table.c.sequence.desc()
    named = select(key, table.c.name).where(key.in_(sorted(ids)), moment.counts(table))
    rows = connection.execute(named.ext(distinct_on(key)).order_by(*newest))
    return {row[0]: row[1] for row in rows}
