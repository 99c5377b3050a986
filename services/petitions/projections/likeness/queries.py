"""Which other appeals may be the same matter: same place, same category, similar words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from services.petitions.projections.appeals.queries import Sight
from services.petitions.projections.appeals.table import APPEALS
from services.petitions.projections.likeness.project import SKETCHES
from services.petitions.projections.likeness.sketching import likeness_of
from shared.paging import Page, key_of, page_of

C, A = SKETCHES.c, APPEALS.c
_SCALE = 1_000_000
_SMALLEST, _NEWEST = 8, 50
Found = tuple[int, str]
"""How unlike it is, in millionths, and its id: the order of the list."""
_FIRST: Found = (-1, "")
Pair = tuple[Row[Any], float]
"""An appeal, and how alike it is."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What an appeal is about, and in which words.

    Attributes:
        petition_id: itself, which is no duplicate of its own.
        sketch: as the view keeps it.
    """

    petition_id: str
    place_path: str
    category_path: str
    registered_at: datetime
    sketch: Sequence[int]


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike is alike enough: from ``least`` (0 to 1) on, at most ``apart`` in time."""

    least: float
    apart: timedelta


def matter_of(connection: Connection, petition_id: str) -> Matter | None:
    """The appeal as its sketch was kept; None when there is none (any more)."""
    row = connection.execute(select(SKETCHES).where(C.petition_id == petition_id)).first()
    return None if row is None else Matter(**row._mapping)  # noqa: SLF001 -- the documented way to a row's names


def similar(
    connection: Connection,
    sight: Sight,
    matter: Matter,
    alike: Alike,
    *,
    after: str | None = None,
    limit: int,
) -> tuple[Page[Pair], int]:
    """A page of those in sight, the most alike first, each with its likeness; and how many there are.

    All of one place and category near in time are looked at: they are few.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    any_shared = C.sketch.overlap(list(matter.sketch))
    found = _alike(connection.execute(_near(sight, matter, alike, any_shared)), matter, alike)
    edge = key_of(after, tuple[int, str]) if after is not None else _FIRST
    page = page_of([one for one in found if one > edge][: limit + 1], limit, _same, _same)
    return Page(_rows(connection, page.items), page.following), len(found)


def most_alike(
    connection: Connection, sight: Sight, matter: Matter, alike: Alike, most: int
) -> Sequence[Pair]:
    """The most alike among the newest that share one of the smallest hashes: quick, for the desk.

    Of two texts that have 30 % of their pairs in common, one in twenty is missed; `similar` misses none.
    """
    first = C.sketch[1:_SMALLEST].overlap(list(matter.sketch[:_SMALLEST]))
    near = _near(sight, matter, alike, first).order_by(C.registered_at.desc()).limit(_NEWEST)
    return _rows(connection, _alike(connection.execute(near), matter, alike)[:most])


def _near(sight: Sight, matter: Matter, alike: Alike, shared: ColumnElement[bool]) -> Select[Any]:
    first, last = matter.registered_at - alike.apart, matter.registered_at + alike.apart
    return (
        select(C.petition_id, C.sketch)
        .join(APPEALS, A.petition_id == C.petition_id)
        .where(
            C.place_path == matter.place_path,
            C.category_path == matter.category_path,
            C.registered_at.between(first, last),
            C.petition_id != matter.petition_id,
            A.main_id != matter.petition_id,
            shared,
            sight.clause(),
        )
    )


def _alike(rows: Iterable[Row[Any]], matter: Matter, alike: Alike) -> list[Found]:
    """Those alike enough, the most alike first."""
    likes = ((likeness_of(matter.sketch, row.sketch), row.petition_id) for row in rows)
    return sorted((round((1 - like) * _SCALE), one) for like, one in likes if like >= alike.least)


def _rows(connection: Connection, found: Sequence[Found]) -> list[Pair]:
    if not found:
        return []
    query = select(APPEALS).where(A.petition_id.in_([one for _, one in found]))
    rows = {row.petition_id: row for row in connection.execute(query)}
    return [(rows[one], 1 - unlike / _SCALE) for unlike, one in found]


def _same(found: Found) -> Found:
    return found
