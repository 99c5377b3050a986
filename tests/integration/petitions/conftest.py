"""A running service whose district is settled; each file of tests has its own."""

from collections.abc import Iterator

import pytest

from tests.support.georeport import App
from tests.support.postgres import TestServer
from tests.support.running_petitions import (
    CITY,
    COMMUNITY,
    STREET,
    WATER,
    running,
    settle,
)
from tests.support.running_service import Client, Running


@pytest.fixture(scope="module")
def service(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with postgres.database() as url, running(url, tmp_path_factory.mktemp("petitions")) as found:
        settle(found)
        yield found


@pytest.fixture(scope="module")
def app(service: Running) -> Iterator[App]:
    """A 311 app with a key of its own."""
    found = App(service)
    yield found
    found.http.close()


@pytest.fixture
def desk(service: Running) -> Client:
    """Who takes appeals down in the community."""
    return service.as_("appeals_officer", COMMUNITY)


@pytest.fixture
def street(service: Running) -> Client:
    """Who gives orders in the street."""
    return service.as_("dispatcher", STREET)


@pytest.fixture
def water(service: Running) -> Client:
    """Who handles orders for the water company."""
    return service.as_("unit_handler", WATER)


@pytest.fixture
def city(service: Running) -> Client:
    return service.as_("district_organiser", CITY)
