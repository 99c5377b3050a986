"""Collects what a projection writes and stores it in bulk: one way for live views and rebuilds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table

from shared.subscription.pending import Pending
from shared.subscription.promise import Columns, Texts, Values
from shared.subscription.text_rows import TextRows


class BufferedRows:
    """`Rows` that folds several changes of one row into one, and stores them with `flush`.

    However the same entries are cut into batches, the tables are the same afterwards, and what is
    refused is refused: else a view rebuilt in large batches would differ from the live one.
    """

    def __init__(self) -> None:
        self._tables: dict[Table, Pending] = {}
        self._appended: dict[Table | Columns, TextRows] = {}

    def insert(self, table: Table, values: Values) -> None:
        self._of(table).insert(values)

    def append(self, table: Table, texts: Texts, columns: Columns | None = None) -> None:
        self._texts(table, columns).append(texts)

    def extend(self, table: Table, rows: Sequence[Texts], columns: Columns | None = None) -> None:
        if rows:
            self._texts(table, columns).extend(rows)

    def upsert(self, table: Table, values: Values) -> None:
        self._of(table).upsert(values)

    def update(self, table: Table, key: Values, values: Values) -> None:
        self._of(table).update(key, values)

    def delete(self, table: Table, key: Values) -> None:
        self._of(table).delete(key)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to store."""
        return not self._tables and not self._appended

    def flush(
        self, connection: Connection, schemas: Mapping[str | None, str | None] | None = None
    ) -> None:
        """Store everything, in the connection's transaction.

        Args:
            connection: of the views' database.
            schemas: where tables stand that are not at their live place.

        Raises:
            ValueError: a row that was inserted exists already.
        """
        if schemas:
            connection = connection.execution_options(schema_translate_map=dict(schemas))
        for table, pending in self._tables.items():
            place = (schemas or {}).get(table.schema, table.schema)
            pending.store(connection, place or "public")
        for rows in self._appended.values():
            place = (schemas or {}).get(rows.table.schema, rows.table.schema)
            rows.store(connection, place or "public")
        self._tables.clear()
        self._appended.clear()

    def _texts(self, table: Table, columns: Columns | None) -> TextRows:
        rows = self._appended.get(columns or table)
        if rows is None:
            rows = self._appended[columns or table] = TextRows(table, columns)
        return rows

    def _of(self, table: Table) -> Pending:
        pending = self._tables.get(table)
        if pending is None:
            pending = self._tables[table] = Pending(table)
        return pending
