"""The fast way into a table: rows that are text already, many at once, over COPY.

A rebuild spends its time here, so a block is put together by two joins and checked as a whole; only
a block in which some text needs care (a tab, a line end, a backslash, a null) is written value by value.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table

from shared.subscription.promise import Texts

_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NULL = r"\N"


def copy_into(
    connection: Connection, table: Table, schema: str
) -> AbstractContextManager[psycopg.Copy]:
    """A COPY of all columns into the table that stands in ``schema``, in the same transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection has no driver connection")
    columns = [sql.Identifier(column.name) for column in table.columns]
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(schema, table.name), sql.SQL(", ").join(columns)
    )
    copying: AbstractContextManager[psycopg.Copy] = driver.cursor().copy(statement)
    return copying


def copy_texts(connection: Connection, table: Table, schema: str, rows: Sequence[Texts]) -> None:
    """Store rows of texts, each in the order of the table's columns."""
    with copy_into(connection, table, schema) as copy:
        copy.write(_block(rows, len(table.columns)))


def _block(rows: Sequence[Texts], columns: int) -> str:
    try:
        block = "\n".join(map("\t".join, rows))  # type: ignore[arg-type]  # a null is seen below
    except TypeError:
        return _careful(rows)
    tabs, ends = (columns - 1) * len(rows), len(rows) - 1
    plain = block.count("\t") == tabs and block.count("\n") == ends
    if plain and "\\" not in block and "\r" not in block:
        return block
    return _careful(rows)


def _careful(rows: Sequence[Texts]) -> str:
    return "\n".join("\t".join(map(_escaped, row)) for row in rows)


def _escaped(text: str | None) -> str:
    return _NULL if text is None else text.translate(_ESCAPES)
