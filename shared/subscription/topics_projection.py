"""A read model over several topics, each of which writes tables of its own.

Nothing orders one topic against another: live, each is read as fast as it comes, and a rebuild reads one
after the other. So what two topics say together is put together by the question, never by the projection:
then the tables are the same for every interleaving, because none of them has two writers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import MetaData, Table

from shared.messaging.promise import Message
from shared.subscription.promise import Columns, Described, Rows, Texts, Values


@dataclass(frozen=True)
class TopicPart:
    """What one topic tells the view.

    Attributes:
        tables: the tables that it fills, and nothing else does.
        project: writes what a message of it changes.
    """

    tables: Collection[Table]
    project: Callable[[Message, Rows], None]


class TopicsProjection:
    """`shared.subscription.promise.Projection` over several topics."""

    def __init__(
        self,
        name: str,
        tables: MetaData,
        shape: str,
        parts: Mapping[str, TopicPart],
        describe: Callable[[Message], Described],
    ) -> None:
        """Put the parts of a view together.

        Args:
            name: what its subscription is called, `<service>.<view>`.
            tables: all its tables.
            shape: see `Projection`.
            parts: what each topic tells, by topic.
            describe: what a message is called when it has to be set aside.

        Raises:
            ValueError: a table is filled by no topic, or by two.
        """
        self.name, self.tables, self.shape = name, tables, shape
        self._parts, self._describe = parts, describe
        for table in tables.sorted_tables:
            writers = [topic for topic, part in parts.items() if table in part.tables]
            if len(writers) != 1:
                found = " and ".join(writers) or "no topic"
                raise ValueError(f"{table.name} must be filled by one topic, not by {found}")

    def describe(self, entry: Message) -> Described:
        """Streams of two topics may be called alike: only followers of the same topic are parked."""
        told = self._describe(entry)
        return told._replace(key=f"{entry.topic}/{told.key}")

    def project(self, entry: Message, rows: Rows) -> None:
        part = self._parts[entry.topic]
        part.project(entry, _OwnRows(rows, entry.topic, part.tables))


class _OwnRows:
    """`Rows` that refuse the tables of another topic."""

    def __init__(self, rows: Rows, topic: str, tables: Collection[Table]) -> None:
        self._rows, self._topic, self._tables = rows, topic, tables

    def insert(self, table: Table, values: Values) -> None:
        self._of(table).insert(table, values)

    def append(self, table: Table, texts: Texts, columns: Columns | None = None) -> None:
        self._of(table).append(table, texts, columns)

    def extend(self, table: Table, rows: Sequence[Texts], columns: Columns | None = None) -> None:
        self._of(table).extend(table, rows, columns)

    def upsert(self, table: Table, values: Values) -> None:
        self._of(table).upsert(table, values)

    def update(self, table: Table, key: Values, values: Values) -> None:
        self._of(table).update(table, key, values)

    def delete(self, table: Table, key: Values) -> None:
        self._of(table).delete(table, key)

    def _of(self, table: Table) -> Rows:
        if table not in self._tables:
            raise ValueError(f"{self._topic} must not write {table.name}: another topic does")
        return self._rows
