"""Makes a race certain: whoever inserts into a table waits at the gate until it is opened."""

from types import TracebackType
from typing import Self

import psycopg

_GATE = """
create or replace function wait_at_gate() returns trigger language plpgsql as $$
begin perform pg_advisory_xact_lock_shared(77); return new; end $$;
create trigger gate before insert on {table} for each row when ({when})
execute function wait_at_gate();
"""
_WAITING = """
select pid from pg_stat_activity where datname = current_database()
and wait_event_type = 'Lock' and wait_event = any(%s) limit 1
"""
_ALL_WAITING = """
select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""


class Gate:
    """A closed gate before one table; only rows for which ``when`` holds are kept waiting."""

    def __init__(self, url: str, table: str, when: str = "true") -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(_GATE.format(table=table, when=when).encode())
        self._connection.execute("select pg_advisory_lock(77)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def open(self) -> None:
        self._connection.execute("select pg_advisory_unlock(77)")

    def wait_for_somebody(self, *events: str) -> int:
        """The database process that waits at the gate, or for another lock, once there is one."""
        while True:
            row = self._connection.execute(_WAITING, (list(events or ("advisory",)),)).fetchone()
            if row:
                return int(row[0])

    def wait_for(self, many: int) -> None:
        """Until so many wait, at the gate or for one who waits there."""
        while self._connection.execute(_ALL_WAITING).fetchone() != (many,):
            pass

    def cancel_who_waits(self) -> None:
        """Cancel the statement of whoever waits at the gate; the session lives on."""
        self._connection.execute("select pg_cancel_backend(%s)", (self.wait_for_somebody(),))

    def cut_who_waits(self) -> None:
        """End the session of whoever waits at the gate."""
        self._connection.execute("select pg_terminate_backend(%s)", (self.wait_for_somebody(),))
