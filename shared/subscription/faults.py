"""Whose fault is it: the entry's, which is then set aside, or the database's, which passes?"""

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.event_store import AlreadyClaimed, EventStoreError
from shared.subscription.promise import Entry, Unfit

_DATABASE = (psycopg.OperationalError, psycopg.InternalError, psycopg.InterfaceError)
_TOO_LARGE = "54"
"""SQLSTATE class "program limit exceeded", such as a key too long for its index: it never passes."""


def passes(error: BaseException) -> bool:
    """Whether trying again later can help: a lost session, a deadlock, a server that only reads."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, _DATABASE):
        return not (cause.sqlstate or "").startswith(_TOO_LARGE)
    return isinstance(cause, (OSError, NoConnectionFree))


def lies_outside(error: BaseException) -> bool:
    """The same of who acts upon entries through the event store: only what he was told can be its fault.

    A table that is not there yet, a constraint that another met first, a version that moved on: none of it
    says anything of the entry. What does is a value that the database cannot hold.
    """
    if isinstance(error, EventStoreError):
        return not isinstance(error, AlreadyClaimed)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        too_large = (cause.sqlstate or "").startswith(_TOO_LARGE)
        return not too_large and not isinstance(cause, psycopg.DataError)
    return passes(error)


def reason(error: Exception) -> str:
    """What a dead letter says of it."""
    return f"{type(error).__name__}: {error}"[:500]


def refuse_unfit(entry: Entry) -> None:
    """Look at what the carrier found, before anybody reads the entry.

    Raises:
        Unfit: it is to be set aside.
    """
    if entry.fault:
        raise Unfit(entry.fault)
