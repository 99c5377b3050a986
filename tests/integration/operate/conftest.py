"""A publisher whose topic is verified."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import TestServer
from tests.support.verified import Published, district_told


@pytest.fixture(scope="module")
def publisher(
    postgres: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """Membership, and all that it has told of a small district."""
    with (
        postgres.database() as url,
        district_told(url, tmp_path_factory.mktemp("verified")) as told,
    ):
        yield told
