"""Who read which unit's liaison in clear, when and what for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    MetaData,
    Table,
    Text,
    select,
)

from services.resources.codec import FORM
from services.resources.domain.disclosure.events import LiaisonRead, ReadingPurpose
from services.resources.projections.units import UNITS
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.paging import Page, key_of, page_of
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_readings")
READINGS = Table(
    "readings",
    TABLES,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("unit_id", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("purpose", Word(ReadingPurpose), nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
)
Index("readings_by_unit", READINGS.c.unit_id)


def _read(event: LiaisonRead, record: StoredEvent, rows: Rows) -> None:
    row = {
        "position": record.position,
        "unit_id": event.unit_id,
        "reader": event.reader,
        "purpose": event.purpose,
        "read_at": record.recorded_at,
    }
    rows.insert(READINGS, row)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "resources.readings", TABLES, "1", {LiaisonRead: _read}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading; ``reader`` is an account's id."""

    unit_id: str
    reader: str
    purpose: ReadingPurpose
    read_at: datetime


def listed(
    connection: Connection,
    codes: Collection[str],
    unit_id: str | None,
    after: str | None,
    limit: int,
) -> Page[Reading]:
    """Readings of units with premises in these divisions, the latest first.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    c = READINGS.c
    wanted = (
        select(c.position, c.unit_id, c.reader, c.purpose, c.read_at)
        .join(UNITS, UNITS.c.unit_id == c.unit_id)
        .where(UNITS.c.premises.overlap(list(codes)))
        .order_by(c.position.desc())
    )
    if unit_id is not None:
        wanted = wanted.where(c.unit_id == unit_id)
    if after is not None:
        wanted = wanted.where(c.position < key_of(after, tuple[int])[0])
    found: Sequence[tuple[object, ...]] = [
        tuple(row) for row in connection.execute(wanted.limit(limit + 1))
    ]
    return page_of(found, limit, lambda row: Reading(*row[1:]), lambda row: (row[0],))
