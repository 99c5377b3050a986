"""One at work, the others standing by: a lock that ends with its holder's database session."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from shared.subscription import locks
from shared.subscription.locks import Lock
from shared.subscription.promise import Fenced

_NOTICE = text(
    "select set_config('tcp_keepalives_idle', '10', false),"
    " set_config('tcp_keepalives_interval', '5', false),"
    " set_config('tcp_keepalives_count', '3', false)"
)
"""A holder whose machine vanished is noticed within half a minute, not after the system's two hours."""


class Lease:
    """The right to be the only worker of that name; kept on a connection of its own."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._connection: Connection | None = None

    def take(self) -> None:
        """Take the lease, or keep it.

        Raises:
            Fenced: another process holds it.
        """
        if self._alive():
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.execute(_NOTICE)
            held = locks.try_take(connection, self._name, Lock.LEASE)
        except BaseException:
            connection.close()
            raise
        if not held:
            connection.close()
            raise Fenced(f"another holds the lease {self._name}")
        self._connection = connection

    def check(self) -> None:
        """Make sure that we still hold it.

        Raises:
            Fenced: the session is gone, and the lease with it.
        """
        if not self._alive():
            raise Fenced(f"the session of the lease {self._name} is gone")

    def give_back(self) -> None:
        """Let another take it; nothing happens when we do not hold it."""
        if self._connection is not None:
            locks.free(self._connection, self._name, Lock.LEASE)
            self._connection.close()
            self._connection = None

    def _alive(self) -> bool:
        """Whether the session that holds the lease still answers; one that does not is let go."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("select 1"))
        except DBAPIError:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        return self._connection is not None
