from collections.abc import Iterator

import pytest

from tests.support.town_hall import TownHall, town_hall


@pytest.fixture
def hall(database_url: str) -> Iterator[TownHall]:
    with town_hall(database_url) as hall:
        yield hall
