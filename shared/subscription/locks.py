"""Who waits for whom around one view.

These are advisory locks, because unlike row locks they draw no ticket: a transaction that holds a
ticket while it waits would hide newer events from every reader of the log.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError


class Lock(IntEnum):
    """What is locked, by the view's name."""

    WRITING = 0
    """Shared by whoever writes live rows; taken alone while copies are compared and switched."""
    MAKING = 1
    """Taken alone by whoever makes the first tables."""
    REBUILDING = 2
    """Taken alone by a rebuild; shared by whoever mends rows meanwhile."""
    LEASE = 3
    """Held by the only worker of that name."""
    MENDING = 4
    """Taken alone by whoever acts upon what a reaction has set aside."""


def _call(function: str) -> str:
    return f"select {function}(hashtextextended(:view, :lock))"


_TRY_SHARE = text(_call("pg_try_advisory_xact_lock_shared"))
_TRY_HERE = text(_call("pg_try_advisory_xact_lock"))
_TAKE_HERE = text(_call("pg_advisory_xact_lock"))
_TAKE = text(_call("pg_advisory_lock"))
_TRY = text(_call("pg_try_advisory_lock"))
_FREE = text(_call("pg_advisory_unlock"))


def try_share(connection: Connection, view: str, lock: Lock) -> bool:
    """Share the lock until the transaction ends, if nobody holds it alone."""
    return bool(connection.execute(_TRY_SHARE, {"view": view, "lock": lock}).scalar())


def try_here(connection: Connection, view: str, lock: Lock) -> bool:
    """Hold the lock alone until the transaction ends, if nobody else holds it."""
    return bool(connection.execute(_TRY_HERE, {"view": view, "lock": lock}).scalar())


def take_here(connection: Connection, view: str, lock: Lock) -> None:
    """Wait for the lock and hold it alone until the transaction ends."""
    connection.execute(_TAKE_HERE, {"view": view, "lock": lock})


@contextmanager
def holding(engine: Engine, view: str, lock: Lock, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock alone on a session of its own, with no transaction open behind it.

    Answers:
        Whether it could be had; always true with ``wait``.
    """
    asked = {"view": view, "lock": lock}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = connection.execute(_TAKE if wait else _TRY, asked).scalar() is not False
        try:
            yield held
        finally:
            if held:
                free(connection, view, lock)


def try_take(connection: Connection, view: str, lock: Lock) -> bool:
    """Hold the lock alone as long as the session lives, if nobody else holds it."""
    return bool(connection.execute(_TRY, {"view": view, "lock": lock}).scalar())


def free(connection: Connection, view: str, lock: Lock) -> None:
    """Give the session's lock back; when the session is gone, the lock is too."""
    with suppress(DBAPIError):
        connection.execute(_FREE, {"view": view, "lock": lock})
