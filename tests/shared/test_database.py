"""The pool of connections: lent one at a time, never a dead one after a restart."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from deploy.local.postgres import LocalPostgres
from shared.database import Pool, PoolExhausted, open_engine, open_pool


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="postgres-") as name:
        yield Path(name) / "postgres"


def test_after_a_restart_of_the_server_no_dead_connection_is_lent(folder: Path) -> None:
    server = LocalPostgres(folder)
    with open_pool(server.url()) as pool:
        before = _used_at_once(pool, 3)
        server.stop()
        server = LocalPostgres(folder)

        assert before.isdisjoint(_used_at_once(pool, 3))
    server.stop()


def test_a_connection_that_breaks_while_lent_takes_the_idle_ones_with_it(
    database_url: str,
) -> None:
    with open_pool(database_url) as pool:
        _used_at_once(pool, 2)
        with pytest.raises(psycopg.OperationalError), pool.connection() as connection:
            connection.execute("select pg_terminate_backend(pg_backend_pid())")
        assert not pool._idle
        assert len(_used_at_once(pool, 1)) == 1


def test_the_connection_used_last_is_lent_first(database_url: str) -> None:
    with open_pool(database_url) as pool:
        assert _used_at_once(pool, 1) == _used_at_once(pool, 1)


def test_who_waits_too_long_is_told(database_url: str) -> None:
    with (
        Pool(database_url, 1, wait=0.01) as pool,
        pool.connection(),
        pytest.raises(PoolExhausted),
        pool.connection(),
    ):
        pass


def test_nobody_may_stand_still_amid_a_transaction(database_url: str) -> None:
    asked = "show idle_in_transaction_session_timeout"
    engine = open_engine(database_url)
    with open_pool(database_url) as pool, pool.connection() as log, engine.connect() as views:
        assert log.execute(asked).fetchone() == ("30s",)
        assert views.exec_driver_sql(asked).scalar() == "30s"
    engine.dispose()


def test_a_fault_of_the_views_tells_what_is_wrong_and_nothing_else_of_the_row(
    database_url: str,
) -> None:
    """It is logged, and stands in dead letters as their reason."""
    engine = open_engine(database_url)
    with engine.connect() as views, pytest.raises(DataError) as fault:
        views.execute(text("select cast(:day as date), :name"), {"day": "soon", "name": "李四"})
    engine.dispose()
    assert "soon" in str(fault.value)
    assert "李四" not in str(fault.value)


def _used_at_once(pool: Pool, count: int) -> set[int]:
    """Borrow so many at the same time, use each; the server's processes behind them."""
    with ExitStack() as borrowed:
        lent = [borrowed.enter_context(pool.connection()) for _ in range(count)]
        rows = [each.execute("select pg_backend_pid()").fetchone() for each in lent]
    return {int(row[0]) for row in rows if row}
