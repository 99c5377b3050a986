from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.shared.subscription.abreast.scene import Start, starting
from tests.support.sources import ListSource


@pytest.fixture
def source() -> ListSource:
    """Nothing was told yet."""
    return ListSource()


@pytest.fixture
def start(engine: Engine, source: ListSource) -> Iterator[Start]:
    """Starts views abreast over the source; all are stopped at the end."""
    with starting(engine, source) as started:
        yield started
