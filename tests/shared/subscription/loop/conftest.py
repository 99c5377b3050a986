from collections.abc import Iterator

import pytest

from tests.shared.subscription.loop.scene import Start, starting
from tests.support.sources import ListSource


@pytest.fixture
def source() -> ListSource:
    """Nothing was told yet."""
    return ListSource()


@pytest.fixture
def start(source: ListSource) -> Iterator[Start]:
    """Starts loops over the source; all are stopped at the end."""
    with starting(source) as started:
        yield started
