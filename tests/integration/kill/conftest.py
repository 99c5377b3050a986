from collections.abc import Iterator

import pytest

from tests.integration.kill.journey import Journey
from tests.support.supervisor import Supervisor


@pytest.fixture(scope="session")
def supervisor() -> Iterator[Supervisor]:
    with Supervisor() as supervisor:
        yield supervisor


@pytest.fixture
def journey(database_url: str) -> Iterator[Journey]:
    with Journey(database_url) as journey:
        yield journey
