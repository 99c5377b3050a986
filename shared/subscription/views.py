"""Where read models live: each view in a schema of its own, so that one rename switches it."""

import hashlib
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from shared.subscription.promise import KEYED_BY_ENTRY, Projection

_KNOWN = text("select shape from subscription.views where subscription = :view")
_ENTER = text(
    "insert into subscription.views (subscription, shape) values (:view, :shape)"
    " on conflict (subscription) do update set shape = excluded.shape,"
    " generation = subscription.views.generation + 1, rebuilt_at = now()"
)
_DROP_KEY = 'alter table "{schema}"."{table}" drop constraint "{table}_pkey"'
_ADD_KEY = 'alter table "{schema}"."{table}" add primary key ({columns})'


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
    """A fingerprint of the tables and of the projection's own version."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    ddl = [str(CreateTable(table).compile(dialect=dialect)) for table in ordered(projection.tables)]
    return hashlib.sha256("".join([projection.shape, *ddl]).encode()).hexdigest()[:16]


def ordered(tables: MetaData) -> list[Table]:
    return list(tables.sorted_tables)


def known_shape(connection: Connection, projection: Projection[Any]) -> str | None:
    """The shape the live view was built with, or None if there is no live view."""
    found: str | None = connection.execute(_KNOWN, {"view": projection.name}).scalar()
    return found


def enter(connection: Connection, projection: Projection[Any]) -> None:
    """Note that the live view has the projection's present shape."""
    connection.execute(_ENTER, {"view": projection.name, "shape": shape_of(projection)})


def make_tables(connection: Connection, projection: Projection[Any], schema: str) -> None:
    """Make the view's tables in ``schema``, without the indexes that only queries need.

    A `KEYED_BY_ENTRY` table goes without its primary key too: so it is filled twice as fast.
    """
    connection.execute(text(f'drop schema if exists "{schema}" cascade'))
    connection.execute(text(f'create schema "{schema}"'))
    placed = connection.execution_options(schema_translate_map={schema_of(projection): schema})
    for table in ordered(projection.tables):
        placed.execute(CreateTable(table))
        if _keyed_by_entry(table):
            connection.execute(text(_DROP_KEY.format(schema=schema, table=table.name)))


def make_indexes(connection: Connection, projection: Projection[Any], schema: str) -> None:
    """Make what `make_tables` left out."""
    placed = connection.execution_options(schema_translate_map={schema_of(projection): schema})
    for table in ordered(projection.tables):
        if _keyed_by_entry(table):
            columns = ", ".join(f'"{column.name}"' for column in table.primary_key)
            add = _ADD_KEY.format(schema=schema, table=table.name, columns=columns)
            connection.execute(text(add))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            placed.execute(CreateIndex(index))


def _keyed_by_entry(table: Table) -> bool:
    return bool(KEYED_BY_ENTRY.items() <= table.info.items())


def ensure_view(engine: Engine, projection: Projection[Any]) -> bool:
    """Make the live view if there is none.

    Returns:
        True when the view has the projection's shape; False when it has another one: rebuild it.
    """
    with engine.begin() as connection:
        connection.execute(
            text("select pg_advisory_xact_lock(hashtextextended(:view, 1))"),
            {"view": projection.name},
        )
        known = known_shape(connection, projection)
        if known is None:
            make_tables(connection, projection, schema_of(projection))
            make_indexes(connection, projection, schema_of(projection))
            enter(connection, projection)
        return known in {None, shape_of(projection)}
