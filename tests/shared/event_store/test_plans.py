"""Plans of the log's statements: kept, and made for any size the log may grow to."""

import re

import pytest

from shared.database import Pool, open_pool
from shared.event_store.postgres import PostgresEventStore, number_events
from tests.support.events import NOW, appended


@pytest.mark.parametrize(
    ("statement", "asked"), [("read_streams", "{}"), ("store", "[]"), ("read_log", "[0, 9]")]
)
def test_a_plan_made_while_the_log_was_empty_does_not_scan_it_when_it_has_grown(
    database_url: str, statement: str, asked: str
) -> None:
    """The server keeps the plan for as long as the connection lives."""
    with open_pool(database_url, size=1) as pool:
        store = PostgresEventStore(pool)
        with pool.connection() as connection:
            connection.execute("vacuum (analyze) event_log.events")  # as the server does by itself
        for number in range(10):  # a plan is kept from the sixth time on
            store.append([appended(f"stream-{number}", 0)], NOW)
            store.read_streams({f"stream-{number}": 0})
            store.read_log(number, 9)
        with pool.connection() as connection:
            kept = f"explain execute {statement}('{asked}')".encode()
            plan = "\n".join(row[0] for row in connection.execute(kept))
    assert re.search(r"using events_(pkey|in_order) on events", plan)
    assert "Seq Scan" not in plan


def test_whoever_follows_the_log_does_not_have_each_reading_planned(database_url: str) -> None:
    with open_pool(database_url, size=1) as pool:
        store = PostgresEventStore(pool)
        for number in range(12):
            store.append([appended(f"stream-{number}", 0)], NOW)
            number_events(pool)
            assert len(store.read_log(number, 9)) == 1
        with pool.connection() as connection:
            kept = "select generic_plans from pg_prepared_statements where name = 'read_log'"
            assert connection.execute(kept).fetchone() == (12,)


def test_numbering_looks_at_what_is_new_by_a_plan_it_made_while_the_log_was_empty(
    database_url: str,
) -> None:
    with open_pool(database_url, size=1) as pool:
        store = PostgresEventStore(pool)
        for number in range(10):
            store.append([appended(f"stream-{number}", 0)], NOW)
            number_events(pool)
        store.append([appended("long", 0, range(2_000))], NOW)
        number_events(pool)
        store.append([appended("one more", 0)], NOW)
        before = _looked_at(pool)

        assert number_events(pool) == (1, False)

        assert 1 <= _looked_at(pool) - before <= 3


def _looked_at(pool: Pool) -> int:
    """How many of the log's entries were ever looked at."""
    with pool.connection() as connection:
        connection.execute("select pg_stat_force_next_flush()")
        row = connection.execute(
            "select (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'events')"
            " + (select seq_tup_read from pg_stat_user_tables where relname = 'events')"
        ).fetchone()
    return int(str(row and row[0]))
