"""Petitions and resources side by side on one backbone, in a city that membership has told them about."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from services.petitions.main import compose as compose_petitions
from services.resources.main import compose as compose_resources
from shared.clock import monotonic_seconds
from shared.database import open_pool
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Backbone, Message
from shared.service import Service
from shared.signals import Signals
from shared.subscription.reaching import VIEWS_MOVED
from tests.support import running_petitions, running_resources
from tests.support.kafka import TestKafka
from tests.support.own_topics import OwnTopics, own_topics
from tests.support.postgres import TestServer
from tests.support.running_service import Client, Clock, Running
from tests.support.told_by_membership import district

COMMUNITY, STREET, DISTRICT = "430111001001", "430111001", "430111"
PATIENCE = 30.0


@dataclass(frozen=True)
class Two:
    """Both, running; their tokens are the same."""

    petitions: Running
    resources: Running
    backbone: Backbone

    @property
    def desk(self) -> Client:
        """The community's desk for appeals."""
        return self.petitions.as_("appeals_officer", COMMUNITY)

    @property
    def street(self) -> Client:
        """The street's officer for what is shared."""
        return self.resources.as_("street_officer", "s1")

    def needs(self, petition_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.desk.get(f"/petitions/{petition_id}/needs").json()[
            "items"
        ]
        return found

    def listed(self, listing_id: str) -> dict[str, Any] | None:
        """The item, once it stands on the list."""
        answer = self.street.get(f"/listings/{listing_id}")
        return dict(answer.json()) if answer.status_code == 200 else None

    def told(self, topic: str, kind: str) -> list[dict[str, Any]]:
        """All messages of this type that stand in the topic."""
        heard: list[Message] = [
            message for part in self.backbone.sources(topic) for message in part.read(0, 100_000)
        ]
        events = [json.loads(message.value) for message in heard]
        return [event for event in events if event["type"] == kind]


def until(service: Running, seen: Callable[[], Any]) -> Any:
    """What is seen at last; looked for again whenever a view of the service has moved."""
    signals = service.service.app.state.office.freshness.signals
    ends = monotonic_seconds() + PATIENCE
    moved = signals.count(VIEWS_MOVED)
    while not (found := seen()):
        assert monotonic_seconds() < ends, "not in time"
        signals.wait(VIEWS_MOVED, moved, 0.25)
        moved = signals.count(VIEWS_MOVED)
    return found


def circumstances(service: Running, stream: str, kind: str) -> dict[str, Any]:
    """What the log says of the circumstances of the last event of this type."""
    return dict(json.loads(_last(service, stream, kind, "metadata::text")))


def message_id(service: Running, stream: str, kind: str) -> str:
    """How the last event of this type is named where it is told."""
    return f"{stream}@{_last(service, stream, kind, 'version::text')}"


def _last(service: Running, stream: str, kind: str, column: str) -> str:
    with psycopg.connect(service.database_url) as connection:
        row = connection.execute(
            f"select {column} from event_log.events where stream = %s and type = %s"
            " order by version desc limit 1",
            (stream, kind),
        ).fetchone()
    assert row is not None
    return str(row[0])


def _knows(service: Running, unit: str) -> bool:
    units = service.as_("district_organiser", "4301").get("/units").json()["items"]
    return unit in [each["unit_id"] for each in units]


@contextmanager
def two_services(
    postgres: TestServer, folder: Path, kafka: TestKafka | None = None
) -> Iterator[Two]:
    """Each with a database of its own; between them the given Kafka, else petitions' database."""
    with postgres.database() as first, postgres.database() as second, ExitStack() as stack:
        backbone, clock = _backbone(stack, first, kafka), Clock()
        backbone.publisher().publish(district().told)
        told = running_petitions.settings_for(first, folder)
        petitions = compose_petitions(told, backbone, now=clock)
        there = running_resources.settings_for(second, folder)
        resources = compose_resources(there, backbone, now=clock)
        keys = Path(told.token_keys)
        two = Two(
            _running(stack, petitions, first, clock, keys),
            _running(stack, resources, second, clock, keys),
            backbone,
        )
        until(two.petitions, lambda: _knows(two.petitions, COMMUNITY))
        until(two.resources, lambda: two.street.get("/listings/none").status_code == 404)
        yield two


def _backbone(stack: ExitStack, url: str, kafka: TestKafka | None) -> Backbone:
    if kafka is not None:
        opened = stack.enter_context(closing(KafkaBackbone(Link(kafka.bootstrap))))
        return OwnTopics(opened, own_topics(kafka, "membership", "petitions", "resources"))
    pool = open_pool(url, size=4)
    stack.callback(pool.close)
    signals = Signals(url, EmbeddedBackbone.channels).start()
    stack.callback(signals.stop)
    return EmbeddedBackbone(pool, signals)


def _running(stack: ExitStack, service: Service, url: str, clock: Clock, keys: Path) -> Running:
    service.start()
    stack.callback(service.stop)
    server = stack.enter_context(Server(service.app, port=0))
    found = Running(server.address, service, url, clock, keys)
    stack.callback(found.close)
    return found
