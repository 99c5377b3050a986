from collections.abc import Iterator

import pytest

from tests.support.office import Office, open_district


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with open_district(database_url) as office:
        yield office
