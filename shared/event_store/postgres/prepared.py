"""Statements of the hot path: prepared once on each connection, run by libpq in one blocking call.

psycopg sends, waits and receives in steps, holding the interpreter's lock for all but the waiting, and
makes a cursor, a query and a transformer for each statement. A command runs two statements and
hardly anything else, so this is most of what it costs: one blocking call takes half the time in the
client and lets other threads work while it does. Values travel as text.
"""

from collections.abc import Sequence
from datetime import date, datetime
from weakref import WeakKeyDictionary

from psycopg import errors
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from shared.database import Connection

Value = str | int | date | datetime

_done = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_prepared: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()


class Statement:
    """One statement, its parameters written ``$1``, ``$2``, …"""

    def __init__(self, name: str, text: str) -> None:
        """``name`` is its own on every connection."""
        self._name, self._text = name.encode(), text.encode()

    def run(self, connection: Connection, values: Sequence[Value]) -> PGresult:
        """Run it; nobody else may use the connection meanwhile.

        Raises:
            psycopg.Error: what the server answered, or that it did not.
        """
        known = _prepared.get(connection)
        if known is None:
            known = _prepared[connection] = set()
        if self._name not in known:
            _check(connection, connection.pgconn.prepare(self._name, self._text))
            known.add(self._name)
        texts = [str(value).encode() for value in values]
        return _check(connection, connection.pgconn.exec_prepared(self._name, texts))


def _check(connection: Connection, result: PGresult) -> PGresult:
    if result.status not in _done:
        raise errors.error_from_result(result, encoding=connection.info.encoding)
    return result
