"""What stands in the sample's view, as the suites look at it."""

import psycopg
from sqlalchemy import Engine, select

from shared.subscription import checkpoints, dead_letters
from shared.subscription.checkpoints import Checkpoint
from tests.support.sample import LEDGER, STREAMS


def ledger(engine: Engine) -> list[str]:
    """The ids of all events in the ledger, sorted by stream and version."""
    with engine.connect() as connection:
        asked = select(LEDGER.c.event_id).order_by(LEDGER.c.stream, LEDGER.c.version)
        return list(connection.execute(asked).scalars())


def last(engine: Engine) -> dict[str, int]:
    """The last number of each stream."""
    with engine.connect() as connection:
        found = connection.execute(select(STREAMS.c.stream, STREAMS.c.last))
        return {row.stream: row.last for row in found}


def parked(engine: Engine, subscription: str = "sample.ledger") -> dict[int, str]:
    """The positions that wait for a decision, with their reasons; 0 of what stands no more where it stood."""
    with engine.connect() as connection:
        return {d.position or 0: d.reason for d in dead_letters.listed(connection, subscription)}


def checkpoint(engine: Engine, source: str, subscription: str = "sample.ledger") -> Checkpoint:
    with engine.connect() as connection:
        return checkpoints.read(connection, subscription, source)


def cut_sessions(url: str) -> None:
    """End every session on this database, as a restart of the server would."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
