"""How a process reaches PostgreSQL: one pool for the log, one engine for the views."""

import select
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore
from typing import Any, Self

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine

Connection = psycopg.Connection[tuple[Any, ...]]

_WAIT_SECONDS = 30.0


def sqlalchemy_url(url: str) -> str:
    """The same address in SQLAlchemy's spelling (psycopg 3)."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def open_engine(url: str, *, size: int = 10) -> Engine:
    """An engine for the views; broken connections are replaced when they are taken."""
    return create_engine(sqlalchemy_url(url), pool_size=size, max_overflow=size, pool_pre_ping=True)


class PoolExhausted(psycopg.OperationalError):
    """All connections were lent out for half a minute."""


class Pool:
    """Up to ``size`` autocommitting connections, opened when needed: one statement is one transaction.

    Every command borrows twice, and psycopg_pool's loan costs as much as its statement's own work in
    the client; this one costs next to nothing. A connection to which the server has said farewell, as
    it does when it is restarted, is not lent again. When one breaks without a word, all that lie idle
    are closed with it: whoever tries again gets a new one.
    """

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._idle: deque[Connection] = deque()
        self._loans, self._closed = Semaphore(size), False

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection, the one used last if it can be.

        Raises:
            PoolExhausted: none came back in time.
            psycopg.OperationalError: the server cannot be reached.
        """
        if not self._loans.acquire(timeout=_WAIT_SECONDS):
            raise PoolExhausted("no connection was given back in time")
        try:
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            self._loans.release()

    def close(self) -> None:
        """Close what is idle now, and what is still lent when it comes back."""
        self._closed = True
        self._close_idle()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self) -> Connection:
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return psycopg.connect(self._url, autocommit=True, options="-c timezone=UTC")
            if _silent(connection):
                return connection
            connection.close()

    def _give_back(self, connection: Connection) -> None:
        if connection.pgconn.transaction_status != TransactionStatus.IDLE:
            connection.close()  # broken, or left amid a transaction
            self._close_idle()
        elif self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


def _silent(connection: Connection) -> bool:
    """Whether nothing has come on an idle connection. What comes unasked is hardly ever but its end."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)


def open_pool(url: str, *, size: int = 10) -> Pool:
    """A pool of connections for the event log and the embedded backbone."""
    return Pool(url, size)
