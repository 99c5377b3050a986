"""A running district; each file of tests has its own."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.logging import configure
from tests.support.postgres import TestServer
from tests.support.running_membership import running
from tests.support.running_service import Running
from tests.support.yuhua_district import District, settle


@pytest.fixture(scope="session", autouse=True)
def lines() -> Iterator[io.StringIO]:
    """What is logged, as a composition root logs."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers, root.level
    configure(stream=written)
    yield written
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def service(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with postgres.database() as url, running(url, tmp_path_factory.mktemp("membership")) as found:
        yield found


@pytest.fixture(scope="module")
def district(service: Running) -> District:
    return settle(service)
