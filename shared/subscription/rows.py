"""Collects what a projection writes and stores it in bulk: one way for live views and rebuilds."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import JSON, Connection, Table, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert

from shared.subscription.bulk import TextRows, copy_into
from shared.subscription.promise import Texts, Values

Key = tuple[Any, ...]
Row = dict[str, Any]


class BufferedRows:
    """`Rows` that folds several changes of one row into one, and stores them with `flush`."""

    def __init__(self) -> None:
        self._tables: dict[Table, _Pending] = {}
        self._appended: dict[Table, TextRows] = {}

    def insert(self, table: Table, values: Values) -> None:
        self._of(table).insert(values)

    def append(self, table: Table, texts: Texts) -> None:
        rows = self._appended.get(table)
        if rows is None:
            rows = self._appended[table] = TextRows(table)
        rows.append(texts)

    def upsert(self, table: Table, values: Values) -> None:
        self._of(table).upsert(values)

    def update(self, table: Table, key: Values, values: Values) -> None:
        self._of(table).update(key, values)

    def delete(self, table: Table, key: Values) -> None:
        self._of(table).delete(key)

    def flush(
        self, connection: Connection, schemas: dict[str | None, str | None] | None = None
    ) -> None:
        """Store everything, in the connection's transaction.

        Args:
            connection: of the views' database.
            schemas: where tables stand that are not at their live place.
        """
        if schemas:
            connection = connection.execution_options(schema_translate_map=schemas)
        for table, pending in self._tables.items():
            place = (schemas or {}).get(table.schema, table.schema)
            pending.store(connection, place or "public")
        for table, rows in self._appended.items():
            place = (schemas or {}).get(table.schema, table.schema)
            rows.store(connection, place or "public")
        self._tables.clear()
        self._appended.clear()

    def _of(self, table: Table) -> "_Pending":
        pending = self._tables.get(table)
        if pending is None:
            pending = self._tables[table] = _Pending(table)
        return pending


class _Pending:
    """The changes of one table. A row stands in at most one of the four groups."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._key = tuple(column.name for column in table.primary_key)
        self._new: dict[Key, Row] = {}
        self._whole: dict[Key, Row] = {}
        self._parts: dict[Key, Row] = {}
        self._gone: set[Key] = set()

    def insert(self, values: Values) -> None:
        key = self._key_of(values)
        if key in self._gone:
            self.upsert(values)
        elif key in self._new or key in self._whole:
            raise ValueError(f"{self._table.name} has a row {key} already")
        else:
            self._new[key] = dict(values)

    def upsert(self, values: Values) -> None:
        key = self._key_of(values)
        group = self._new if key in self._new else self._whole
        group[key] = dict(values)
        self._parts.pop(key, None)
        self._gone.discard(key)

    def update(self, key_values: Values, values: Values) -> None:
        key = self._key_of(key_values)
        if key in self._gone:
            return
        group = next((g for g in (self._new, self._whole) if key in g), self._parts)
        group.setdefault(key, {}).update(values)

    def delete(self, key_values: Values) -> None:
        key = self._key_of(key_values)
        self._whole.pop(key, None)
        self._parts.pop(key, None)
        if self._new.pop(key, None) is None:
            self._gone.add(key)

    def store(self, connection: Connection, schema: str) -> None:
        if self._gone:
            connection.execute(delete(self._table).where(*self._matches()), self._keys(self._gone))
        if self._new:
            self._copy(connection, schema)
        if self._whole:
            self._store_whole(connection)
        if self._parts:
            self._store_parts(connection)

    def _key_of(self, values: Values) -> Key:
        return tuple([values[name] for name in self._key])

    def _matches(self) -> list[Any]:
        return [self._table.c[name] == bindparam(f"key_{name}") for name in self._key]

    def _keys(self, keys: set[Key]) -> list[Row]:
        return [self._bound(key) for key in keys]

    def _bound(self, key: Key) -> Row:
        return {f"key_{name}": value for name, value in zip(self._key, key, strict=True)}

    def _copy(self, connection: Connection, schema: str) -> None:
        columns = [column.name for column in self._table.columns]
        json = {c.name for c in self._table.columns if isinstance(c.type, JSON)}
        with copy_into(connection, self._table, schema) as copy:
            for row in self._new.values():
                if json:
                    row = {k: Jsonb(v) if k in json else v for k, v in row.items()}  # noqa: PLW2901
                copy.write_row([row.get(name) for name in columns])

    def _store_whole(self, connection: Connection) -> None:
        for names, rows in _by_columns(list(self._whole.values())).items():
            statement = insert(self._table)
            changes = {name: statement.excluded[name] for name in names if name not in self._key}
            connection.execute(
                statement.on_conflict_do_update(index_elements=self._key, set_=changes)
                if changes
                else statement.on_conflict_do_nothing(),
                rows,
            )

    def _store_parts(self, connection: Connection) -> None:
        grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for key, values in self._parts.items():
            grouped[tuple(values)].append({**values, **self._bound(key)})
        for names, rows in grouped.items():
            changes: Row = {name: bindparam(name) for name in names}
            connection.execute(update(self._table).where(*self._matches()).values(changes), rows)


def _by_columns(rows: Sequence[Row]) -> dict[tuple[str, ...], list[Row]]:
    grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row)].append(row)
    return grouped
