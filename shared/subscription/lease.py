"""One at work, the others standing by: a lock that ends with its holder's database session."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from shared.subscription.promise import Fenced

_TAKE = text("select pg_try_advisory_lock(hashtextextended(:name, 3))")
_GIVE = text("select pg_advisory_unlock(hashtextextended(:name, 3))")


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
        if self._connection is not None and self._alive(self._connection):
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.execute(_TAKE, {"name": self._name}).scalar():
            connection.close()
            raise Fenced(self._name)
        self._connection = connection

    def check(self) -> None:
        """Make sure that we still hold it.

        Raises:
            Fenced: the session is gone, and the lease with it.
        """
        if self._connection is None or not self._alive(self._connection):
            self._connection = None
            raise Fenced(self._name)

    def give_back(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.execute(_GIVE, {"name": self._name})
            self._connection.close()
        except DBAPIError:
            self._connection.invalidate()  # the session is gone, and the lease with it
        self._connection = None

    @staticmethod
    def _alive(connection: Connection) -> bool:
        try:
            connection.execute(text("select 1"))
        except DBAPIError:
            connection.invalidate()
            connection.close()
            return False
        return True
