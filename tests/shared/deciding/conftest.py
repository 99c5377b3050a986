from collections.abc import Iterator

import pytest

from shared.database import open_pool
from shared.event_store import EventStore
from shared.event_store.in_memory import InMemoryEventStore
from shared.event_store.postgres import PostgresEventStore


@pytest.fixture(params=["in_memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[EventStore]:
    """Each adapter in turn."""
    if request.param == "in_memory":
        yield InMemoryEventStore()
        return
    with open_pool(request.getfixturevalue("database_url"), size=20) as pool:
        yield PostgresEventStore(pool)
