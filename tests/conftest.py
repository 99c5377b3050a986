"""Fixtures that every suite may use."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import TestServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestServer]:
    server = TestServer()
    yield server
    server.stop()


@pytest.fixture
def database_url(postgres: TestServer) -> Iterator[str]:
    """A fresh database with every mechanism's schema."""
    url = postgres.make_database()
    yield url
    postgres.drop_database(url)
