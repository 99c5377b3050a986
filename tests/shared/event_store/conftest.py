from collections.abc import Callable, Iterator

import pytest

from shared.database import open_pool
from shared.event_store import EventStore
from shared.event_store.counted import CountedStore
from shared.event_store.in_memory import InMemoryEventStore
from shared.event_store.postgres import PostgresEventStore, number_events


class NumberedStore(PostgresEventStore):
    """The PostgreSQL store with the numbering done before each reading of the log."""

    def read_log(self, after: int, limit: int) -> list:  # type: ignore[type-arg]
        number_events(self._pool)
        return super().read_log(after, limit)

    def head(self) -> int:
        number_events(self._pool)
        return super().head()

    def position_of(self, stream: str, version: int) -> int | None:
        number_events(self._pool)
        return super().position_of(stream, version)

    def position_after(self, stream: str, version: int) -> int | None:
        number_events(self._pool)
        return super().position_after(stream, version)


class Nobody:
    """Counts nothing."""

    def inc(self, amount: float = 1) -> None: ...


@pytest.fixture(params=["in_memory", "counted", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[EventStore]:
    """Each adapter in turn."""
    if request.param != "postgres":
        store = InMemoryEventStore()
        yield CountedStore(store, Nobody(), Nobody()) if request.param == "counted" else store
        return
    pool = open_pool(request.getfixturevalue("database_url"), size=60)
    yield NumberedStore(pool)
    pool.close()


@pytest.fixture
def open_store(database_url: str) -> Iterator[Callable[[], NumberedStore]]:
    """Opens the PostgreSQL store, as often as asked, on one database."""
    pools = []

    def opened() -> NumberedStore:
        pools.append(open_pool(database_url, size=10))
        return NumberedStore(pools[-1])

    yield opened
    for pool in pools:
        pool.close()
