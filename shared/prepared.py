"""Statements of the hot path: prepared once on each connection, run by libpq in one blocking call.

psycopg sends, waits and receives in steps, holding the interpreter's lock for all but the waiting, and
makes a cursor, a query and a transformer for each statement. A command runs two statements, rings a
bell, and hardly anything else, so this is most of what it costs: one blocking call takes half the time
in the client and lets other threads work while it does. What is asked travels as one document, so one
plan serves however much is asked at once; what is answered is read by psycopg's own loaders, many rows
in one call.
"""

from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import errors
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection as SqlConnection

from shared.database import Connection, checked

Rows = list[tuple[Any, ...]]
_prepared: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()


class Statement:
    """One statement; ``$1`` in its text is the document it is run with."""

    def __init__(self, name: str, text: str) -> None:
        """``name`` is its own on every connection."""
        self._name, self._text = name.encode(), text.encode()

    def run(self, connection: Connection, document: bytes) -> Rows:
        """Run it and answer its rows, with the types that psycopg gives to their columns.

        Nobody else may use the connection meanwhile.

        Raises:
            psycopg.Error: what the server answered, or that it did not.
        """
        try:
            return _rows(connection, self._run(connection, document))
        except errors.InvalidSqlStatementName:
            # psycopg deallocates everything on a connection when it rolls back, ours included
            _prepared[connection] = set()
            return _rows(connection, self._run(connection, document))

    def run_on(self, borrowed: SqlConnection, document: bytes) -> Rows:
        """The same on a connection that was borrowed from an engine, in autocommit."""
        connection = borrowed.connection.driver_connection
        if not isinstance(connection, psycopg.Connection):
            raise TypeError("the engine's driver is not psycopg")
        return self.run(connection, document)

    def _run(self, connection: Connection, document: bytes) -> PGresult:
        known = _prepared.setdefault(connection, set())
        if self._name not in known:
            checked(connection, connection.pgconn.prepare(self._name, self._text))
            known.add(self._name)
        return checked(connection, connection.pgconn.exec_prepared(self._name, [document]))


def _rows(connection: Connection, result: PGresult) -> Rows:
    """A third of the time that fetching and converting each value takes."""
    reading = Transformer(connection)
    reading.set_pgresult(result)
    return reading.load_rows(0, result.ntuples, tuple)
