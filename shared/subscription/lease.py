"""One at work, the others standing by: a lock that ends with its holder's database session.

The holder shows that it lives, whatever it is doing; one that is stopped or hangs as a whole loses its
session, and with it the lease, to whoever stands by.
"""

import threading

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from shared.database import hung_up
from shared.subscription import locks
from shared.subscription.locks import Lock
from shared.subscription.promise import Fenced

MISSED_SECONDS = 30.0
"""After so long without a word from its holder the server ends the session."""
_NOTICE = text(
    "select set_config('tcp_keepalives_idle', '10', false),"
    " set_config('tcp_keepalives_interval', '5', false),"
    " set_config('tcp_keepalives_count', '3', false),"
    " set_config('idle_session_timeout', :milliseconds, false)"
)
"""A holder whose machine vanished is noticed within half a minute, not after the system's two hours."""
_ALIVE = text("select 1")


class Lease:
    """The right to be the only worker of that name; kept on a connection of its own."""

    def __init__(self, engine: Engine, name: str, *, seconds: float = MISSED_SECONDS) -> None:
        """A lease that is not taken yet; its holder is missed after so many ``seconds``."""
        self._engine, self._name, self._seconds = engine, name, seconds
        self._connection: Connection | None = None
        self._one, self._given_back = threading.Lock(), threading.Event()

    def take(self) -> None:
        """Take the lease, or keep it.

        Raises:
            Fenced: another process holds it.
        """
        if self._alive():
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            held = locks.try_take(connection, self._name, Lock.LEASE)
            if held:  # a session that goes back to the pool keeps what it is told
                connection.execute(_NOTICE, {"milliseconds": str(int(self._seconds * 1000))})
        except BaseException:
            connection.invalidate()  # it may hold the lease
            connection.close()
            raise
        if not held:
            connection.close()
            raise Fenced(f"another holds the lease {self._name}")
        self._hold(connection)

    def check(self) -> None:
        """Make sure that we still hold it: who was paused finds that the server has closed his session.

        A look at the socket, before every batch; a round trip would tell no more, a moment later.

        Raises:
            Fenced: the session is gone, and the lease with it.
        """
        with self._one:
            held = self._connection is not None and self._connected(self._connection)
        if not held:
            raise Fenced(f"the session of the lease {self._name} is gone")

    def give_back(self) -> None:
        """Let another take it; nothing happens when we do not hold it."""
        self._given_back.set()
        with self._one:
            if self._connection is not None:
                locks.free(self._connection, self._name, Lock.LEASE)
                self._connection.invalidate()  # its settings are nobody else's
                self._connection.close()
                self._connection = None

    def _hold(self, connection: Connection) -> None:
        self._connection, self._given_back = connection, threading.Event()
        name = f"lease-{self._name}"
        arguments = (connection, self._given_back)
        threading.Thread(target=self._keep, args=arguments, name=name, daemon=True).start()

    def _keep(self, connection: Connection, given_back: threading.Event) -> None:
        """Show the server that we live, as long as this is the session that holds the lease."""
        while not given_back.wait(self._seconds / 4):
            with self._one:
                if self._connection is not connection or not self._answers(connection):
                    return

    def _alive(self) -> bool:
        """Whether the session that holds the lease still answers; one that does not is let go."""
        with self._one:
            return self._connection is not None and self._answers(self._connection)

    def _answers(self, connection: Connection) -> bool:
        try:
            connection.execute(_ALIVE)
        except DBAPIError:
            self._let_go(connection)
        return self._connection is not None

    def _connected(self, connection: Connection) -> bool:
        driver = connection.connection.driver_connection
        if not isinstance(driver, psycopg.Connection) or hung_up(driver):
            self._let_go(connection)
        return self._connection is not None

    def _let_go(self, connection: Connection) -> None:
        connection.invalidate()
        connection.close()
        self._connection = None
