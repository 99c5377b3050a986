"""How far the readers of the log are held back by transactions that still run, anywhere in the cluster."""

from datetime import datetime
from typing import NamedTuple

from shared.database import Pool

_OLDEST = """
select extract(epoch from clock_timestamp() - since), database, holder from (
  select xact_start as since, datname as database, 'pid ' || pid as holder
  from pg_stat_activity where backend_xid is not null
  union all
  select prepared, database, 'prepared ' || gid from pg_prepared_xacts
) writing order by since limit 1
"""


class Horizon(NamedTuple):
    """The oldest running write transaction: nothing that was appended after it is numbered yet.

    Attributes:
        seconds: how long it has been running; 0 when there is none.
        database: in which database of the cluster.
        holder: its process, or the name under which it was prepared.
    """

    seconds: float = 0.0
    database: str = ""
    holder: str = ""


def oldest_writer(pool: Pool) -> Horizon:
    """Who holds the horizon. To see other users' transactions takes the role ``pg_read_all_stats``."""
    with pool.connection() as connection:
        row = connection.execute(_OLDEST).fetchone()
    return Horizon(float(str(row[0])), str(row[1]), str(row[2])) if row else Horizon()


_STATE = """
select last_position, (
  select recorded_at from event_log.events
  where (tx, seq) > (last_tx, last_seq) order by tx, seq limit 1
) from event_log.numbering
"""


class LogState(NamedTuple):
    """How far the log is.

    Attributes:
        position: the newest place that can be read.
        unnumbered_since: when the oldest event was stored that has no place yet; None if all have.
        horizon: who holds back the numbering, if anybody.
    """

    position: int
    unnumbered_since: datetime | None
    horizon: Horizon


def state_of_log(pool: Pool) -> LogState:
    """How far the log is; three looks at the ends of indexes."""
    with pool.connection() as connection:
        row = connection.execute(_STATE).fetchone()
    position, since = row or (0, None)
    return LogState(int(str(position)), since, oldest_writer(pool))
