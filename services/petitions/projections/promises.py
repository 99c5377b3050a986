"""When each running promise takes its next step: one row for each clock, made from events alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, get_args

from sqlalchemy import Column, Connection, DateTime, Index, MetaData, Table, Text, select, tuple_

from services.petitions.codec import FORM
from services.petitions.domain.petition import events as e
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="petitions_promises")
_INSTANT = DateTime(timezone=True)

CLOCKS = Table(
    "clocks",
    TABLES,
    Column("petition_id", Text, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("due_at", _INSTANT, nullable=False),
    Column("next_at", _INSTANT, comment="null while it is paused, and when every step was taken"),
)
C = CLOCKS.c
Index("clocks_by_next", C.next_at, C.petition_id, C.clock)


def _written(event: Any, record: StoredEvent, rows: Rows) -> None:
    del record
    for stop in getattr(event, "stopped", ()):
        rows.delete(CLOCKS, {"petition_id": event.petition_id, "clock": stop.clock})
    for move in getattr(event, "moved", ()):
        due = move.moments.due_at
        _set(rows, event, move.clock, next_at=move.next_at, due_at=due)
    for start in getattr(event, "started", ()):
        moments = start.moments
        key = {"petition_id": event.petition_id, "clock": start.clock}
        rows.insert(CLOCKS, {**key, "due_at": moments.due_at, "next_at": moments.warning_at})
    for paused in getattr(event, "clocks", ()):
        _set(rows, event, paused, next_at=None)
    if isinstance(event, e.Supervised):
        _set(rows, event, event.clock, next_at=event.next_at)


def _set(rows: Rows, event: Any, clock: str, **values: Any) -> None:
    rows.update(CLOCKS, {"petition_id": event.petition_id, "clock": clock}, values)


_TELLING = ("stopped", "moved", "started", "clocks", "next_at")
PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "petitions.promises",
    TABLES,
    "1",
    {
        kind: _written
        for kind in get_args(e.PetitionEvent)
        if any(name in kind.__dataclass_fields__ for name in _TELLING)
    },
)


class Due(NamedTuple):
    """A promise whose next step has come."""

    next_at: datetime
    petition_id: str
    clock: str


def due(connection: Connection, at: datetime, limit: int, behind: Due | None = None) -> list[Due]:
    """Promises whose next step had come by ``at``, the longest waiting first."""
    columns = (C.next_at, C.petition_id, C.clock)
    query = select(*columns).where(C.next_at <= at).order_by(*columns).limit(limit)
    if behind is not None:
        query = query.where(tuple_(*columns) > tuple_(*behind))
    return [Due(*row) for row in connection.execute(query)]


def next_moment(connection: Connection) -> datetime | None:
    """When the next step of any promise comes; None while nothing is promised."""
    found: datetime | None = connection.scalar(
        select(C.next_at).where(C.next_at.is_not(None)).order_by(C.next_at).limit(1)
    )
    return found


def all_due(connection: Connection, at: datetime, limit: int) -> Iterator[list[Due]]:
    """All of them, page by page, each read once."""
    found = due(connection, at, limit)
    while found:
        yield found
        found = due(connection, at, limit, found[-1]) if len(found) == limit else []
