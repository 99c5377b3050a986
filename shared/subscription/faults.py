"""Whose fault is it: the entry's, which is then set aside, or the database's, which passes?"""

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

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


def refuse_unfit(entry: Entry) -> None:
    """Look at what the carrier found, before anybody reads the entry.

    Raises:
        Unfit: it is to be set aside.
    """
    if entry.fault:
        raise Unfit(entry.fault)
