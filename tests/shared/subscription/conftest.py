from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.subscription.views import ensure_view
from tests.support.sample import Sample


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def view(engine: Engine) -> Sample:
    """The sample's view, made and empty."""
    sample = Sample()
    assert ensure_view(engine, sample)
    return sample
