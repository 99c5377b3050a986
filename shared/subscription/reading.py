"""Reading a view as it stood at one position, also while a rebuild switches it."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text

from shared.subscription import views
from shared.subscription.promise import Projection

T = TypeVar("T")

_TRIES = 5
_READ_ONLY = text("set transaction read only")
_NOT_SWITCHED = text(
    "select (select oid from pg_namespace where nspname = :schema) = to_regnamespace(:schema)::oid"
)
"""The snapshot's schema of this name is the one that names lead to at this moment."""


class ViewSwitching(OSError):
    """The view was switched each time it was read: try again in a moment."""


def read(engine: Engine, projection: Projection[Any], question: Callable[[Connection], T]) -> T:
    """The answer to ``question``, asked in one snapshot, rows and checkpoint alike.

    A snapshot taken before a switch and tables found by name after it do not belong together; the
    question is then asked again.

    Raises:
        ViewSwitching: it happened five times running.
    """
    schema = {"schema": views.schema_of(projection)}
    for _ in range(_TRIES):
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            connection.execute(_READ_ONLY)
            answer = question(connection)
            if connection.scalar(_NOT_SWITCHED, schema):
                return answer
    raise ViewSwitching(projection.name)
