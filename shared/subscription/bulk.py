"""Many rows in few statements: COPY where rows are new, else one statement for rows of one form."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Table, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

Key = tuple[Any, ...]
Row = dict[str, Any]


def copy_rows(connection: Connection, table: Table, schema: str, rows: Iterable[Row]) -> None:
    """Store new rows; values are converted as in every other statement."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection has no driver connection")
    names = [column.name for column in table.columns]
    converters = _converters(connection, table)
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(schema, table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with driver.cursor().copy(statement) as copy:
        for row in rows:
            values = [row.get(name) for name in names]
            for place, convert in converters:
                values[place] = convert(values[place])
            copy.write_row(values)


def replace_rows(connection: Connection, table: Table, rows: Collection[Row]) -> None:
    """Store whole rows in place of those with their keys. Every row names every column."""
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    changes = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=key, set_=changes)
        if changes
        else statement.on_conflict_do_nothing(),
        list(rows),
    )


def update_rows(connection: Connection, table: Table, parts: Mapping[Key, Row]) -> None:
    """Change the named columns of the rows that are there."""
    grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for key, values in parts.items():
        names = tuple(sorted(values))
        grouped[names].append({**values, **_bound(table, key)})
    for names, rows in grouped.items():
        changes = {name: bindparam(name, type_=table.c[name].type) for name in names}
        connection.execute(update(table).where(*_matches(table)).values(changes), rows)


def delete_rows(connection: Connection, table: Table, keys: Iterable[Key]) -> None:
    connection.execute(delete(table).where(*_matches(table)), [_bound(table, k) for k in keys])


def refuse_existing(connection: Connection, table: Table, keys: Collection[Key]) -> None:
    """Make sure that no row has one of these keys.

    They are joined: a list of thousands would be compared with every row, one by one.

    Raises:
        ValueError: a row has.
    """
    columns = list(table.primary_key)
    each = [
        bindparam(None, [key[place] for key in keys], ARRAY(column.type))
        for place, column in enumerate(columns)
    ]
    names = [column.name for column in columns]
    asked = func.unnest(*each).table_valued(*names, name="asked").render_derived()
    met = and_(*(column == asked.c[column.name] for column in columns))
    found = connection.execute(select(*columns).join(asked, met).limit(1)).first()
    if found is not None:
        raise ValueError(f"{table.name} has a row {tuple(found)} already")


def _converters(connection: Connection, table: Table) -> list[tuple[int, Callable[[Any], Any]]]:
    """What SQLAlchemy does to a column's values before the driver sees them, where it does anything."""
    dialect = connection.dialect
    found = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in table.columns]
    return [(place, convert) for place, convert in enumerate(found) if convert is not None]


def _matches(table: Table) -> list[Any]:
    return [column == bindparam(_place(column.name)) for column in table.primary_key]


def _bound(table: Table, key: Key) -> Row:
    names = (column.name for column in table.primary_key)
    return {_place(name): value for name, value in zip(names, key, strict=True)}


def _place(name: str) -> str:
    """A parameter's name that is no column's."""
    return f"key__{name}"
