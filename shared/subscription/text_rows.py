"""The fast way into a table: rows that are text already, many at once, over COPY.

A rebuild spends its time here, so rows are put together a hundred at once, by two joins, and checked
as a whole; only where some text needs care (a tab, a line end, a backslash, a null) is each value looked at.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table

from shared.subscription.promise import Columns, Texts

_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NULL = r"\N"
_AT_ONCE = 100
"""Few enough to be joined while they are still in the processor's cache: twice as fast as thousands."""


def copy_into(
    connection: Connection, table: Table, schema: str, names: Sequence[str]
) -> AbstractContextManager[psycopg.Copy]:
    """A COPY of these columns into the table that stands in ``schema``, in the same transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection has no driver connection")
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(schema, table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    copying: AbstractContextManager[psycopg.Copy] = driver.cursor().copy(statement)
    return copying


class TextRows:
    """Rows of one table, each given as texts in the order of its columns, or of some of them."""

    def __init__(self, table: Table, columns: Columns | None = None) -> None:
        self.table = table
        self._names = columns.names if columns else tuple(column.name for column in table.columns)
        self._fresh: list[Texts] = []
        self._blocks: list[bytes] = []

    def append(self, row: Texts) -> None:
        self._fresh.append(row)
        if len(self._fresh) >= _AT_ONCE:
            self._fold()

    def extend(self, rows: Sequence[Texts]) -> None:
        self._fresh += rows
        if len(self._fresh) >= _AT_ONCE:
            self._fold()

    def store(self, connection: Connection, schema: str) -> None:
        """Copy them into the table that stands in ``schema``."""
        self._fold()
        with copy_into(connection, self.table, schema, self._names) as copy:
            for block in self._blocks:
                copy.write(block)

    def _fold(self) -> None:
        if self._fresh:
            self._blocks.append(_block(self._fresh, len(self._names)).encode())
            self._fresh.clear()


def _block(rows: Sequence[Texts], columns: int) -> str:
    try:
        block = "\n".join(map("\t".join, rows)) + "\n"  # type: ignore[arg-type]  # see below for nulls
    except TypeError:
        return _careful(rows)
    plain = block.count("\t") == (columns - 1) * len(rows) and block.count("\n") == len(rows)
    return block if plain and "\\" not in block and "\r" not in block else _careful(rows)


def _careful(rows: Sequence[Texts]) -> str:
    return "".join("\t".join(map(_escaped, row)) + "\n" for row in rows)


def _escaped(text: str | None) -> str:
    return _NULL if text is None else text.translate(_ESCAPES)
