"""Statements of the hot path: prepared once on each connection, run by libpq in one blocking call.

psycopg sends, waits and receives in steps, holding the interpreter's lock for all but the waiting, and
makes a cursor, a query and a transformer for each statement. A command runs two statements and
hardly anything else, so this is most of what it costs: one blocking call takes half the time in the
client and lets other threads work while it does. Values travel as text.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from weakref import WeakKeyDictionary

from psycopg import OperationalError, errors
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from shared.database import Connection

Value = str | int | date | datetime

_DONE = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_prepared: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()


class Statement:
    """One statement; its parameters are written ``$1``, ``$2`` and so on."""

    def __init__(self, name: str, text: str) -> None:
        """``name`` is its own on every connection."""
        self._name, self._text = name.encode(), text.encode()

    def run(self, connection: Connection, values: Sequence[Value]) -> PGresult:
        """Run it; nobody else may use the connection meanwhile.

        Raises:
            psycopg.Error: what the server answered, or that it did not.
        """
        texts = [str(value).encode() for value in values]
        try:
            return self._run(connection, texts)
        except errors.InvalidSqlStatementName:
            # psycopg deallocates everything on a connection when it rolls back, ours included
            _prepared[connection] = set()
            return self._run(connection, texts)

    def _run(self, connection: Connection, texts: list[bytes]) -> PGresult:
        known = _prepared.setdefault(connection, set())
        if self._name not in known:
            _check(connection, connection.pgconn.prepare(self._name, self._text))
            known.add(self._name)
        return _check(connection, connection.pgconn.exec_prepared(self._name, texts))


def texts(result: PGresult) -> Iterator[list[str]]:
    """The rows of a result none of whose columns is null."""
    columns = range(result.nfields)
    for row in range(result.ntuples):
        yield [str(result.get_value(row, column), "utf-8") for column in columns]  # type: ignore[arg-type]


def _check(connection: Connection, result: PGresult) -> PGresult:
    if result.status in _DONE:
        return result
    if connection.closed:
        raise OperationalError(result.get_error_message())
    raise errors.error_from_result(result)
