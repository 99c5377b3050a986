"""The record of who read sealed data, when and what for: one read model, of each service's own readings."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    MetaData,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from shared.columns import Word
from shared.event_store import StoredEvent
from shared.paging import LIMIT, Page, key_of, page_of
from shared.stored_form import StoredForm
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

P = TypeVar("P", bound=StrEnum)


class Disclosure(NamedTuple, Generic[P]):
    """One reading of what is sealed about ``subject_id``.

    Attributes:
        event_id: the fact that records it.
        subject_id: whom or what it was of: a member, an appeal, a unit.
        reader: an account's id.
        purpose: what for, one of the service's own words.
        fields: what was shown in clear.
        read_at: when, in UTC.
    """

    event_id: str
    subject_id: str
    reader: str
    purpose: P
    fields: Sequence[str]
    read_at: datetime


def _of_event(event: Any) -> Iterable[str]:
    fields: Iterable[str] = event.fields
    return fields


class Disclosures(Generic[P]):
    """A service's record of readings.

    Args:
        form: how the service keeps its events.
        name: what the read model is called, `<service>.<view>`.
        subject: the event's field that says whom or what was read of, and the column: `member_id`.
        purposes: the words for what it was read for.
        told: the event; it has ``subject``, `reader` and `purpose`.
        fields: what was shown in clear; unless given, the event's own `fields`.
    """

    def __init__(
        self,
        form: StoredForm[Any],
        name: str,
        subject: str,
        purposes: type[P],
        told: type,
        *,
        fields: Callable[[Any], Iterable[str]] = _of_event,
    ) -> None:
        self._subject, self._fields = subject, fields
        self.table = _table(name.replace(".", "_"), subject, purposes)
        self.projection: LogProjection[StoredEvent] = LogProjection(
            form, name, self.table.metadata, "1", {told: self._write}
        )

    @property
    def subject(self) -> Column[str]:
        """The column that says of whom or what, for the clause of `listed`."""
        return self.table.c[self._subject]

    def listed(
        self,
        connection: Connection,
        in_sight: ColumnElement[bool],
        *,
        of: str | None = None,
        reader: str | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Disclosure[P]]:
        """Readings the caller may see, the latest first.

        Args:
            connection: of the views' database.
            in_sight: which subjects the caller may see, said of `subject`.
            of: readings of this one only.
            reader: readings by this account only.
            after: the cursor of the page before.
            limit: how many at the most.

        Raises:
            BadCursor: ``after`` was not given out by this list.
        """
        c = self.table.c
        query = select(self.table).where(in_sight)
        if of is not None:
            query = query.where(self.subject == of)
        if reader is not None:
            query = query.where(c.reader == reader)
        if after is not None:
            query = query.where(c.position < key_of(after, tuple[int])[0])
        found = connection.execute(query.order_by(c.position.desc()).limit(limit + 1)).all()
        return page_of(found, limit, lambda row: Disclosure(*row[1:]), lambda row: (row.position,))

    def _write(self, event: Any, record: StoredEvent, rows: Rows) -> None:
        rows.insert(
            self.table,
            {
                "position": record.position,
                "event_id": record.event_id,
                self._subject: getattr(event, self._subject),
                "reader": event.reader,
                "purpose": event.purpose,
                "fields": list(self._fields(event)),
                "read_at": record.recorded_at,
            },
        )


def _table(schema: str, subject: str, purposes: type[StrEnum]) -> Table:
    table = Table(
        "disclosures",
        MetaData(schema=schema),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("event_id", Text, nullable=False),
        Column(subject, Text, nullable=False),
        Column("reader", Text, nullable=False),
        Column("purpose", Word(purposes), nullable=False),
        Column("fields", ARRAY(Text), nullable=False),
        Column("read_at", DateTime(timezone=True), nullable=False),
    )
    for name in (subject, "reader"):
        by = name.removesuffix("_id")
        Index(f"disclosures_by_{by}", table.c[name], table.c.position)
    return table
