"""Tables that are dicts: a read model's rows without a database."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table

from shared.subscription.promise import Columns, Texts, Values

Row = dict[str, Any]


class MemoryTables:
    """`shared.subscription.promise.Rows` in memory; it refuses what the database would refuse."""

    def __init__(self) -> None:
        self._tables: dict[Table, dict[tuple[Any, ...], Row]] = defaultdict(dict)

    def rows(self, table: Table) -> list[Row]:
        """All rows, in the order of their keys."""
        found = self._tables[table]
        return [found[key] for key in sorted(found)]

    def row(self, table: Table, *key: Any) -> Row:
        return self._tables[table][key]

    def insert(self, table: Table, values: Values) -> None:
        key = _key(table, values)
        assert key not in self._tables[table], f"{table.name} has {key} already"
        self.upsert(table, values)

    def append(self, table: Table, texts: Texts, columns: Columns | None = None) -> None:
        del columns
        raise AssertionError(f"{table.name} is a table with keys: {texts} is inserted")

    def extend(self, table: Table, rows: Sequence[Texts], columns: Columns | None = None) -> None:
        for texts in rows:
            self.append(table, texts, columns)

    def upsert(self, table: Table, values: Values) -> None:
        assert values.keys() <= set(table.columns.keys())
        whole = {name: values.get(name) for name in table.columns.keys()}  # noqa: SIM118 -- no dict
        for column in table.columns:
            assert column.nullable or whole[column.name] is not None, column
        self._tables[table][_key(table, values)] = whole

    def update(self, table: Table, key: Values, values: Values) -> None:
        assert values.keys() <= set(table.columns.keys())
        row = self._tables[table].get(_key(table, key))
        if row is not None:
            row.update(values)

    def delete(self, table: Table, key: Values) -> None:
        self._tables[table].pop(_key(table, key), None)


def _key(table: Table, values: Values) -> tuple[Any, ...]:
    return tuple(values[column.name] for column in table.primary_key)
