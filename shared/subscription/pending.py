"""The changes of one table, folded until they are stored."""

from sqlalchemy import Connection, Table

from shared.subscription import bulk
from shared.subscription.bulk import Key, Row
from shared.subscription.promise import Values


class Pending:
    """At most one change for each row: new, whole, in parts, or gone."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns = {column.name for column in table.columns}
        self._key = tuple(column.name for column in table.primary_key)
        self._new: dict[Key, Row] = {}
        self._whole: dict[Key, Row] = {}
        self._parts: dict[Key, Row] = {}
        self._gone: set[Key] = set()
        self._undone: set[Key] = set()  # inserted and deleted again: it must not have been there

    def insert(self, values: Values) -> None:
        key = self._known(values)
        if key in self._gone:
            self._replace(key, values)
        elif key in self._new or key in self._whole:
            raise ValueError(f"{self._table.name} has a row {key} already")
        else:
            self._parts.pop(key, None)  # if there was a row to update, storing this one is refused
            self._new[key] = dict(values)

    def upsert(self, values: Values) -> None:
        key = self._known(values)
        if key in self._new:
            self._new[key] = dict(values)
        else:
            self._replace(key, values)

    def update(self, key_values: Values, values: Values) -> None:
        key = self._known(key_values)
        self._refuse_unfit(values)
        if key in self._gone or not values:
            return
        group = next((g for g in (self._new, self._whole) if key in g), self._parts)
        group.setdefault(key, {}).update(values)

    def delete(self, key_values: Values) -> None:
        key = self._known(key_values)
        self._whole.pop(key, None)
        self._parts.pop(key, None)
        (self._gone if self._new.pop(key, None) is None else self._undone).add(key)

    def store(self, connection: Connection, schema: str) -> None:
        """Store all changes; rows that must be new are refused when they are not."""
        if self._undone:
            bulk.refuse_existing(connection, self._table, self._undone)
        if self._gone:
            bulk.delete_rows(connection, self._table, self._gone)
        if self._new:
            bulk.copy_rows(connection, self._table, schema, self._new.values())
        if self._whole:
            bulk.replace_rows(connection, self._table, self._whole.values())
        if self._parts:
            bulk.update_rows(connection, self._table, self._parts)

    def _replace(self, key: Key, values: Values) -> None:
        """Columns that are not named become null: nothing of the old row is left."""
        self._whole[key] = {name: values.get(name) for name in self._columns}
        self._parts.pop(key, None)
        self._gone.discard(key)

    def _known(self, values: Values) -> Key:
        if not values.keys() <= self._columns:
            unknown = sorted(values.keys() - self._columns)
            raise ValueError(f"{self._table.name} has no column {', '.join(unknown)}")
        return tuple([values[name] for name in self._key])

    def _refuse_unfit(self, values: Values) -> None:
        unfit = sorted(name for name in values if name not in self._columns or name in self._key)
        if unfit:
            raise ValueError(f"{self._table.name}: {', '.join(unfit)} cannot be updated")
