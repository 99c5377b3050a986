"""The indexes of a copy that is full: several at once, each in a transaction of its own.

So each hides newer events from the log's readers only as long as it must.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, text

from shared.subscription import views
from shared.subscription.promise import Projection

_AT_ONCE = 2
_UNAIDED = text(
    "select set_config('max_parallel_maintenance_workers', '0', true),"
    " set_config('synchronous_commit', 'off', true)"
)
"""Several are made at once already: parallel workers for each would double the server's work. None waits for the
disk: the switch does, and with it everything before it is written."""
_Step = Callable[[Connection], None]


def make_all(
    engine: Engine, projection: Projection[Any], schema: str, before_each: Callable[[], None]
) -> None:
    """Make what `views.make_tables` left out in the copy that stands in ``schema``.

    The large tables' come first, which take longest. A key is added when no index of its table is in the
    making any more: it would wait for that, and have its worker wait. What ``before_each`` raises ends it when
    those that are in the making are done.
    """
    tables = views.tables_of(projection)
    keyed = list(filter(views.keyed_by_entry, tables))
    keys: list[_Step] = [partial(views.index_key, table=t, schema=schema) for t in keyed]
    indexes: list[_Step] = [
        partial(views.make_index, projection=projection, schema=schema, i=index)
        for index in sorted(views.indexes_of(tables), key=lambda index: index.table not in keyed)
    ]
    _do(engine, keys + indexes, before_each)
    _do(engine, [partial(views.make_key, table=t, schema=schema) for t in keyed], before_each)


def _do(engine: Engine, steps: Iterable[_Step], before_each: Callable[[], None]) -> None:
    def do(step: _Step) -> None:
        before_each()
        with engine.begin() as connection:
            connection.execute(_UNAIDED)
            step(connection)

    with ThreadPoolExecutor(_AT_ONCE, "index") as workers:
        deque(workers.map(do, steps), maxlen=0)  # raises what went wrong
