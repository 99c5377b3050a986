"""Pools tell how they are used: what is lent out, and who had to wait."""

from concurrent.futures import ThreadPoolExecutor

from shared.database import EngineLoans, Pool, open_engine, open_observing_pool


def test_a_pool_counts_what_is_lent_and_who_waits(database_url: str) -> None:
    with Pool(database_url, 1) as pool, ThreadPoolExecutor(1) as threads:
        with pool.connection():
            assert (pool.size, pool.in_use, pool.waits) == (1, 1, 0)
            other = threads.submit(_borrow, pool)
            while not pool.waits:
                pass
        other.result(20)

        assert (pool.in_use, pool.waits) == (0, 1)


def test_an_engine_counts_alike(database_url: str) -> None:
    engine = open_engine(database_url, size=1)
    loans = EngineLoans(engine)
    with engine.connect(), ThreadPoolExecutor(1) as threads:
        with engine.connect():
            assert (loans.size, loans.in_use, loans.waits) == (2, 2, 0)
            other = threads.submit(lambda: engine.connect().close())
            while not loans.waits:
                pass
        other.result(20)
        assert (loans.in_use, loans.waits) == (1, 1)
    engine.dispose()
    assert loans.waits == 0, "a new pool counts anew, as Prometheus expects of a counter"


def test_observing_never_writes_and_never_waits_long(database_url: str) -> None:
    with open_observing_pool(database_url) as pool, pool.connection() as connection:
        shown = [
            connection.execute(f"show {name}".encode()).fetchone()
            for name in ("statement_timeout", "default_transaction_read_only", "timezone")
        ]

    assert shown == [("2s",), ("on",), ("UTC",)]


def _borrow(pool: Pool) -> None:
    with pool.connection():
        pass
