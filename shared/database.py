"""How a process reaches PostgreSQL: one pool for the log, one engine for the views."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore
from typing import Any, Self

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import PoolProxiedConnection

Connection = psycopg.Connection[tuple[Any, ...]]

_DONE = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_PLANS = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan"
"""Every statement of the log and of the backbone has its index. Prepared while a table was nearly empty, a plan
would scan it whole, and be kept while it grows: seven times the work after three thousand events. Whichever values
are asked for, that plan is the right one: another each time takes twice as long as reading ten events."""
_WAIT_SECONDS = 30.0
_IDLE_SECONDS = 30.0
"""How long a session may do nothing amid a transaction. Whoever is paused there holds locks that his
successor waits for, and hides newer events from every reader of the log, until the server ends it."""


def sqlalchemy_url(url: str) -> str:
    """The same address in SQLAlchemy's spelling (psycopg 3)."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def open_engine(url: str, *, size: int = 10, idle: float = _IDLE_SECONDS) -> Engine:
    """An engine for the views; connections that the server closed are replaced when they are taken.

    A session that does nothing amid a transaction for ``idle`` seconds is ended by the server.
    """
    engine = create_engine(
        sqlalchemy_url(url),
        connect_args={"options": _idle_at_most(idle)},
        poolclass=_CountedPool,
        pool_size=size,
        max_overflow=size,
        hide_parameters=True,  # a fault is logged and told in dead letters: rows have no place there
    )
    event.listen(engine, "checkout", _refuse_hung_up)
    return engine


def _refuse_hung_up(connection: Connection, *_: object) -> None:
    """A look at the socket in place of the engine's own ping, which is a round trip for every loan."""
    if hung_up(connection):
        raise InvalidatePoolError("the server has closed the connection")


@contextmanager
def looking_at(engine: Engine) -> Iterator[SqlConnection]:
    """A connection to read with, each statement by itself: it spares BEGIN and ROLLBACK their ways."""
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def _idle_at_most(seconds: float) -> str:
    return f"-c idle_in_transaction_session_timeout={int(seconds * 1000)}"


class _CountedPool(QueuePool):
    """SQLAlchemy's pool, counting who has to wait."""

    waits = 0

    @property
    def most(self) -> int:
        return self.size() + max(self._max_overflow, 0)

    def connect(self) -> PoolProxiedConnection:
        if self.checkedout() >= self.most:
            self.waits += 1
        return super().connect()


class EngineLoans:
    """How an engine's pool is used, for metrics (`shared.metrics.at_scrape.Lending`)."""

    def __init__(self, engine: Engine) -> None:
        """``engine`` was made by `open_engine`."""
        self._engine = engine

    @property
    def size(self) -> int:
        return self._pool.most

    @property
    def in_use(self) -> int:
        return self._pool.checkedout()

    @property
    def waits(self) -> int:
        return self._pool.waits

    @property
    def _pool(self) -> _CountedPool:
        pool = self._engine.pool  # another one after each `dispose`
        if not isinstance(pool, _CountedPool):
            raise TypeError("the engine was not made by open_engine")
        return pool


class PoolExhausted(psycopg.OperationalError):
    """All connections were lent out for as long as the pool lets a borrower wait."""


class Pool:
    """Up to ``size`` autocommitting connections, opened when needed: one statement is one transaction.

    Every command borrows twice, and psycopg_pool's loan costs as much as its statement's own work in
    the client; this one costs next to nothing. A connection that the server has closed, as it does
    when it is restarted, is not lent again. When one breaks while it is lent, all that lie idle are
    closed with it: whoever tries again gets a new one.
    """

    def __init__(
        self, url: str, size: int, *, wait: float = _WAIT_SECONDS, options: str = ""
    ) -> None:
        """Lend up to ``size`` connections.

        Args:
            url: of the database, as libpq reads it.
            size: how many may be lent at once.
            wait: for a loan and for a new connection, in seconds, each at most.
            options: of the sessions, as `-c name=value`.
        """
        self._url = url
        self._options = f"{_PLANS} -c timezone=UTC {_idle_at_most(_IDLE_SECONDS)} {options}"
        self._wait, self._counting = wait, Lock()
        self._idle: deque[Connection] = deque()
        self._lent: set[Connection] = set()
        self._loans, self._closed = Semaphore(size), False
        self.size, self.waits = size, 0

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection, the one used last if it can be.

        Raises:
            PoolExhausted: none came back in time.
            psycopg.OperationalError: the server cannot be reached.
        """
        if not self._loans.acquire(blocking=False):
            self._wait_for_loan()
        try:
            connection = self._take()
            self._lent.add(connection)
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            self._loans.release()

    @property
    def in_use(self) -> int:
        """How many connections are lent out now."""
        return len(self._lent)

    def close(self) -> None:
        """Close what is idle now, and what is still lent when it comes back."""
        self._closed = True
        self._close_idle()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_for_loan(self) -> None:
        with self._counting:
            self.waits += 1
        if not self._loans.acquire(timeout=self._wait):
            raise PoolExhausted("no connection was given back in time")

    def _take(self) -> Connection:
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self._connect()
            if not hung_up(connection):
                return connection
            connection.close()

    def _connect(self) -> Connection:
        patience = max(int(self._wait), 2)
        return psycopg.connect(
            self._url, autocommit=True, options=self._options, connect_timeout=patience
        )

    def _give_back(self, connection: Connection) -> None:
        self._lent.discard(connection)
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


def hung_up(connection: Connection) -> bool:
    """Whether the server has closed an idle connection; a look at the socket, no round trip."""
    try:
        connection.pgconn.consume_input()  # its farewell, if it said one
        connection.pgconn.consume_input()  # that nothing more will come
    except psycopg.OperationalError:
        return True
    return False


def checked(connection: Connection, result: PGresult) -> PGresult:
    """What a blocking call of libpq answered (ADR 0018).

    Raises:
        psycopg.Error: what the server answered, or that it did not.
    """
    if result.status in _DONE:
        return result
    if connection.closed:
        raise psycopg.OperationalError(result.get_error_message())
    raise psycopg.errors.error_from_result(result)


def open_pool(url: str, *, size: int = 10) -> Pool:
    """A pool of connections for the event log and the embedded backbone."""
    return Pool(url, size)


def open_observing_pool(url: str) -> Pool:
    """One connection to look with, for health and metrics: it answers within seconds or not at all.

    Apart from the others, because the answer is wanted most when those are all lent out.
    """
    limits = "-c statement_timeout=2s -c default_transaction_read_only=on"
    return Pool(url, 1, wait=2.0, options=f"{limits} -c application_name=observing")
