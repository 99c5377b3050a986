from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from tests.support.doing import NAME, Doing, refusing
from tests.support.looking import parked
from tests.support.sample import messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3), ("c", 4), ("a", 5))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def source() -> ListSource:
    return ListSource(TOLD)


@pytest.fixture
def ill(engine: Engine, source: ListSource) -> Doing:
    """It has refused 666: three entries of stream a wait."""
    doing = Doing(refusing(666))
    doing.run(engine, source)
    assert sorted(parked(engine, NAME)) == [2, 4, 6]
    return doing
