"""Who read whose sealed data, when and what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    MetaData,
    Table,
    Text,
    select,
)
from sqlalchemy import Column as Col
from sqlalchemy.dialects.postgresql import ARRAY

from services.membership.codec import FORM
from services.membership.domain.disclosure.events import SealedDataRead
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.projections.members.queries import in_scope
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.paging import LIMIT, Page, key_of, page_of
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="membership_disclosures")

DISCLOSURES = Table(
    "disclosures",
    TABLES,
    Col("position", BigInteger, primary_key=True, autoincrement=False),
    Col("event_id", Text, nullable=False),
    Col("member_id", Text, nullable=False),
    Col("reader", Text, nullable=False),
    Col("purpose", Word(DisclosurePurpose), nullable=False),
    Col("fields", ARRAY(Text), nullable=False),
    Col("read_at", DateTime(timezone=True), nullable=False),
)
C = DISCLOSURES.c
Index("disclosures_by_member", C.member_id, C.position)
Index("disclosures_by_reader", C.reader, C.position)


def _read(event: SealedDataRead, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        DISCLOSURES,
        {
            "position": record.position,
            "event_id": record.event_id,
            "member_id": event.member_id,
            "reader": event.reader,
            "purpose": event.purpose,
            "fields": list(event.fields),
            "read_at": record.recorded_at,
        },
    )


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "membership.disclosures", TABLES, "1", {SealedDataRead: _read}
)


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One reading; ``reader`` is an account's id, ``fields`` what was shown in clear."""

    event_id: str
    member_id: str
    reader: str
    purpose: DisclosurePurpose
    fields: Sequence[str]
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFilter:
    """Which readings; what is None does not matter. Instants: from ``since`` to before ``until``."""

    member_id: str | None = None
    reader: str | None = None
    purpose: DisclosurePurpose | None = None
    since: datetime | None = None
    until: datetime | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        equal = ("member_id", "reader", "purpose")
        found = [C[n] == value for n in equal if (value := getattr(self, n)) is not None]
        if self.since is not None:
            found.append(C.read_at >= self.since)
        if self.until is not None:
            found.append(C.read_at < self.until)
        return found


_ALL = DisclosureFilter()


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    which: DisclosureFilter = _ALL,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[DisclosureRow]:
    """Readings of members in scope, the latest first.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    query = select(DISCLOSURES).where(in_scope(C.member_id, roots), *which.clauses())
    if after is not None:
        query = query.where(C.position < key_of(after, tuple[int])[0])
    found = connection.execute(query.order_by(C.position.desc()).limit(limit + 1)).all()
    return page_of(found, limit, lambda row: DisclosureRow(*row[1:]), lambda row: (row.position,))
