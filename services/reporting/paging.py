"""The rows behind a figure, page by page."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, select, tuple_


class Cursor(NamedTuple):
    """The last row of the page before, and which of its event's rows it was."""

    sequence: int
    within: int

    def __str__(self) -> str:
        return f"{self.sequence}.{self.within}"


START = Cursor(0, 0)


class Slice(NamedTuple):
    """Which of the rows: at most ``limit`` behind ``after``."""

    after: Cursor
    limit: int


class Page(NamedTuple):
    rows: Sequence[Row[Any]]
    next: Cursor | None


def page(
    connection: Connection,
    selected: Select[Any],
    after: Cursor,
    limit: int,
    within: str = "change",
) -> Page:
    """At most ``limit`` of the rows behind a figure, in the order they were recorded.

    ``within`` is the column that tells the rows of one event apart: it may take one away and add one.
    """
    behind = selected.subquery("behind")
    place = tuple_(behind.c.sequence, behind.c[within])
    following = select(behind).where(place > tuple_(*after)).order_by(*place.clauses)
    rows = connection.execute(following.limit(limit + 1)).all()
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return Page(
        rows[:limit], None if last is None else Cursor(last.sequence, getattr(last, within))
    )
