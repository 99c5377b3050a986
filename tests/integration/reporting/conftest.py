"""Reporting as it runs: the real backbone, the real loops, requests over its HTTP interface."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from httpx import Client, Response

from services.reporting.main import compose
from services.reporting.settings import Settings
from shared.access.keys import Key
from shared.access.tokens import issue
from shared.clock import utc_now
from shared.database import open_pool
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.promise import OutgoingMessage
from shared.service import Service
from shared.signals import Signals
from tests.support.postgres import TestServer
from tests.support.told_by_membership import district
from tests.support.year_of_sharing import AUTUMN, year

SECRET = "a shared secret of more than thirty-two bytes"
ISSUER, AUDIENCE = "urn:test:issuer", "urn:test:audience"
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
"""Noon of 1 June 2026 in the city, as far as the service knows."""


def token(role: str = "district_organiser", organisation: str = "4301") -> str:
    """A genuine token for one role."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "tester",
        "exp": utc_now() + timedelta(minutes=5),
        "grants": [{"role": role, "organisation": organisation}],
    }
    return issue(claims, Key(None, "HS256", SECRET.encode()))


class Telling(Protocol):
    """Who plays a publisher, with all its messages from the first."""

    @property
    def publisher(self) -> str: ...
    @property
    def told(self) -> list[OutgoingMessage]: ...


@dataclass
class Running:
    """The service, a way to publish, and a way to ask."""

    service: Service
    client: Client
    publish: Callable[[Telling], str]

    def get(
        self, path: str, *, role: str = "district_organiser", at: str = "4301", **query: Any
    ) -> Response:
        headers = {"Authorization": f"Bearer {token(role, at)}"}
        given: Mapping[str, Any] = {name.rstrip("_"): value for name, value in query.items()}
        return self.client.get(path, params=given or None, headers=headers)

    def told(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


def settings_for(database_url: str, folder: Path) -> Settings:
    """All roles, keys in a file."""
    keys = folder / "keys"
    keys.write_text(SECRET)
    return Settings(
        database_url=database_url,
        token_keys=str(keys),
        token_issuer=ISSUER,
        token_audience=AUDIENCE,
        read_after_seconds=10,
    )


@contextmanager
def running(settings: Settings, now: datetime = NOW) -> Iterator[Running]:
    """The service, started, with a backbone of its own in the same database."""
    with ExitStack() as stack:
        pool = stack.enter_context(open_pool(settings.database_url))
        signals = Signals(settings.database_url, EmbeddedBackbone.channels).start()
        stack.callback(signals.stop)
        backbone = EmbeddedBackbone(pool, signals)
        service = compose(settings, backbone, now=lambda: now)
        stack.callback(service.stop)
        service.start()
        server = stack.enter_context(Server(service.app, port=0))
        client = stack.enter_context(Client(base_url=server.address, timeout=60))

        def publish(city: Telling) -> str:
            """Publish what was not published yet; whoever asks then waits for it."""
            done = backbone.sources(f"{city.publisher}.v1")[0].head()
            backbone.publisher().publish(city.told[done:])
            last = city.told[-1].sequence if city.told else 0
            client.headers["Read-After"] = f"{city.publisher}:{last}"
            return client.headers["Read-After"]

        yield Running(service, client, publish)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def reporting(settings: Settings) -> Iterator[Running]:
    """The service in all roles, started on an empty database."""
    with running(settings) as service:
        yield service


@pytest.fixture(scope="module")
def told(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same for a whole file that only asks, with the messages of the district."""
    with (
        postgres.database() as url,
        running(settings_for(url, tmp_path_factory.mktemp("keys"))) as service,
    ):
        service.publish(district())
        yield service


def publish_year(service: Running) -> str:
    """Everything membership and resources have told; whoever asks then waits for all of it."""
    told = [service.publish(publisher) for publisher in (district(), year())]
    service.client.headers["Read-After"] = ",".join(told)
    return service.client.headers["Read-After"]


@pytest.fixture(scope="module")
def autumn(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service on 30 September, with the messages of a year of sharing."""
    with (
        postgres.database() as url,
        running(settings_for(url, tmp_path_factory.mktemp("keys")), AUTUMN) as service,
    ):
        publish_year(service)
        yield service
