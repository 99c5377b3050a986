"""Which rebuilds are going on, and how far each has read, by the checkpoints of their copies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from shared.database import Connection
from shared.subscription import locks

NEXT = "#next"
"""Behind a view's name: the checkpoints of the copy that a rebuild is filling."""
_REBUILDING = """
select 1 from pg_locks, hashtextextended(%s, %s) key
where locktype = 'advisory' and granted and objsubid = 1
  and database = (select oid from pg_database where datname = current_database())
  and classid::bigint = (key >> 32) & 4294967295 and objid::bigint = key & 4294967295
"""


class Saved(Protocol):
    """A checkpoint."""

    @property
    def subscription(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def position(self) -> int: ...


def going_on(connection: Connection, saved: Sequence[Saved]) -> Mapping[str, float]:
    """How much of each is read, from 0 to 1, by view."""
    read = _shares_read(saved)
    return {view: read[view] for view in read if _rebuilding(connection, view)}


def _shares_read(saved: Sequence[Saved]) -> dict[str, float]:
    """For each view that has a next copy: how far that is, of how far the live one is."""
    live = {(one.subscription, one.source): one.position for one in saved}
    read: dict[str, int] = defaultdict(int)
    wanted: dict[str, int] = defaultdict(int)
    for one in saved:
        if one.subscription.endswith(NEXT):
            view = one.subscription.removesuffix(NEXT)
            read[view] += one.position
            wanted[view] += max(one.position, live.get((view, one.source), 0))
    return {view: read[view] / wanted[view] if wanted[view] else 0.0 for view in read}


def _rebuilding(connection: Connection, view: str) -> bool:
    """A rebuild that died leaves its copy behind, but not its lock."""
    return connection.execute(_REBUILDING, (view, locks.Lock.REBUILDING)).fetchone() is not None
