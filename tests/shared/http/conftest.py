"""The example service behind a real socket."""

import io
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

from shared.http.server import Server
from shared.logging import configure
from tests.shared.http.shop import Shop, asking


@pytest.fixture(scope="module", autouse=True)
def lines() -> Iterator[None]:
    """Log as a composition root does, to nobody."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure(stream=io.StringIO())
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """An officer who asks a shop that all tests of the file share."""
    with Server(Shop().app, port=0) as server, asking(server) as client:
        yield client


@pytest.fixture
def shop() -> Shop:
    """A shop of the test's own, not served yet."""
    return Shop()
