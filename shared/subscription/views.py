"""Where read models live: each view in a schema of its own, so that one rename switches it."""

import hashlib
from typing import Any

from sqlalchemy import Connection, Engine, Index, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from shared.subscription import checkpoints, dead_letters, locks
from shared.subscription.locks import Lock
from shared.subscription.promise import KEYED_BY_ENTRY, Fenced, Projection

_KNOWN = text("select shape from subscription.views where subscription = :view")
_ENTER = text(
    "insert into subscription.views (subscription, shape) values (:view, :shape)"
    " on conflict (subscription) do update set shape = excluded.shape,"
    " generation = subscription.views.generation + 1, rebuilt_at = now()"
)
_DROP_KEY = 'alter table "{schema}"."{table}" drop constraint "{table}_pkey"'
_INDEX_KEY = 'create unique index "{table}_pkey" on "{schema}"."{table}" ({columns})'
_ADD_KEY = 'alter table "{schema}"."{table}" add primary key using index "{table}_pkey"'


def schema_of(projection: Projection[Any]) -> str:
    """The schema of the live view.

    Raises:
        ValueError: the tables name none.
    """
    schema = projection.tables.schema
    if not schema:
        raise ValueError(f"the tables of {projection.name} need a schema of their own")
    return schema


def shape_of(projection: Projection[Any]) -> str:
    """A fingerprint of the tables, their indexes, and the projection's own version."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = tables_of(projection)
    made = [CreateTable(table) for table in tables] + [CreateIndex(i) for i in indexes_of(tables)]
    ddl = [str(statement.compile(dialect=dialect)) for statement in made]
    return hashlib.sha256("".join([projection.shape, *ddl]).encode()).hexdigest()[:16]


def tables_of(projection: Projection[Any]) -> list[Table]:
    return list(projection.tables.sorted_tables)


def indexes_of(tables: list[Table]) -> list[Index]:
    found = [index for table in tables for index in table.indexes]
    return sorted(found, key=lambda index: str(index.name))


def known_shape(connection: Connection, view: str) -> str | None:
    """The shape the live view was built with, or None if there is no live view."""
    found: str | None = connection.execute(_KNOWN, {"view": view}).scalar()
    return found


def refuse_other_shape(connection: Connection, view: str, shape: str) -> None:
    """Make sure that the live view has this shape.

    Raises:
        Fenced: it has another one: a newer release has rebuilt it, or this one has not yet.
    """
    if known_shape(connection, view) != shape:
        raise Fenced(f"{view} has another shape")


def enter(connection: Connection, projection: Projection[Any]) -> None:
    """Note that the live view has the projection's present shape."""
    connection.execute(_ENTER, {"view": projection.name, "shape": shape_of(projection)})


def make_tables(connection: Connection, projection: Projection[Any], schema: str) -> None:
    """Make the view's tables in ``schema``, without the indexes that only queries need.

    A `KEYED_BY_ENTRY` table has to wait for its primary key too: so it is filled twice as fast.
    """
    connection.execute(text(f'drop schema if exists "{schema}" cascade'))
    connection.execute(text(f'create schema "{schema}"'))
    placed = connection.execution_options(schema_translate_map={schema_of(projection): schema})
    for table in tables_of(projection):
        placed.execute(CreateTable(table))
        if keyed_by_entry(table):
            connection.execute(text(_DROP_KEY.format(schema=schema, table=table.name)))


def keyed_by_entry(table: Table) -> bool:
    """Whether it still needs `index_key` and `make_key`."""
    return bool(KEYED_BY_ENTRY.items() <= table.info.items())


def index_key(connection: Connection, table: Table, schema: str) -> None:
    """The key as an index first: other indexes of the table can be made at the same time."""
    columns = ", ".join(f'"{column.name}"' for column in table.primary_key)
    index = _INDEX_KEY.format(schema=schema, table=table.name, columns=columns)
    connection.execute(text(index))


def make_key(connection: Connection, table: Table, schema: str) -> None:
    """Then it takes a moment."""
    connection.execute(text(_ADD_KEY.format(schema=schema, table=table.name)))


def make_index(connection: Connection, projection: Projection[Any], schema: str, i: Index) -> None:
    placed = connection.execution_options(schema_translate_map={schema_of(projection): schema})
    placed.execute(CreateIndex(i))


def forget_progress(connection: Connection, subscription: str) -> None:
    """Start from the beginning: the tables it wrote are gone."""
    checkpoints.forget(connection, subscription)
    dead_letters.clear(connection, subscription)


def ensure_view(engine: Engine, projection: Projection[Any]) -> bool:
    """Make the live view if there is none.

    Returns:
        True when the view has the projection's shape; False when it has another one: rebuild it.
    """
    with engine.begin() as connection:
        locks.take_here(connection, projection.name, Lock.MAKING)
        known = known_shape(connection, projection.name)
        if known is None:
            _make(connection, projection)
        return known in {None, shape_of(projection)}


def _make(connection: Connection, projection: Projection[Any]) -> None:
    schema = schema_of(projection)
    make_tables(connection, projection, schema)
    for table in filter(keyed_by_entry, tables_of(projection)):
        index_key(connection, table, schema)
        make_key(connection, table, schema)
    for index in indexes_of(tables_of(projection)):
        make_index(connection, projection, schema, index)
    forget_progress(connection, projection.name)
    enter(connection, projection)
