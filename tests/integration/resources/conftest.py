"""A running town; each file of tests has its own."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import TestServer
from tests.support.running_resources import Town, town


@pytest.fixture(scope="module")
def yuhua(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with postgres.database() as url, town(url, tmp_path_factory.mktemp("resources")) as found:
        yield found
