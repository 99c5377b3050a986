"""Who read whose words or name in clear, when and what for."""

from datetime import datetime
from typing import NamedTuple

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
from sqlalchemy.dialects.postgresql import ARRAY

from services.petitions.codec import FORM
from services.petitions.domain.disclosure.events import SealedDataRead
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.projections.appeals.queries import Sight
from services.petitions.projections.appeals.table import APPEALS
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.paging import LIMIT, Page, key_of, page_of
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="petitions_disclosures")

DISCLOSURES = Table(
    "disclosures",
    TABLES,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("petition_id", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("purpose", Word(DisclosurePurpose), nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
)
C = DISCLOSURES.c
Index("disclosures_by_petition", C.petition_id, C.position)
Index("disclosures_by_reader", C.reader, C.position)


def _read(event: SealedDataRead, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        DISCLOSURES,
        {
            "position": record.position,
            "event_id": record.event_id,
            "petition_id": event.petition_id,
            "reader": event.reader,
            "purpose": event.purpose,
            "fields": list(event.fields),
            "read_at": record.recorded_at,
        },
    )


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "petitions.disclosures", TABLES, "1", {SealedDataRead: _read}
)


class Disclosure(NamedTuple):
    """One reading; ``reader`` is an account's id, ``fields`` what was shown in clear."""

    event_id: str
    petition_id: str
    reader: str
    purpose: DisclosurePurpose
    fields: list[str]
    read_at: datetime


def listed(
    connection: Connection,
    sight: Sight,
    *,
    petition_id: str | None = None,
    reader: str | None = None,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[Disclosure]:
    """Readings of appeals in sight, the latest first.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    seen = select(APPEALS.c.petition_id).where(
        APPEALS.c.petition_id == C.petition_id, sight.clause()
    )
    query = select(DISCLOSURES).where(seen.exists())
    if petition_id is not None:
        query = query.where(C.petition_id == petition_id)
    if reader is not None:
        query = query.where(C.reader == reader)
    if after is not None:
        query = query.where(C.position < key_of(after, tuple[int])[0])
    found = connection.execute(query.order_by(C.position.desc()).limit(limit + 1)).all()
    return page_of(found, limit, lambda row: Disclosure(*row[1:]), lambda row: (row.position,))
