"""A public topic as its publisher told it, or tampered with, and what operators' `verify` says of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from deploy.operate import verify
from deploy.operate.answers import Status
from deploy.operate.opened import opened
from deploy.operate.verify import Asked, Publisher
from services.membership.main import compose
from services.membership.outgoing import PUBLIC
from shared.database import Pool, open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.messaging import chosen
from shared.messaging.promise import OutgoingMessage
from shared.messaging.public import PublicRelay
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import ours, send
from tests.support.running_membership import running, settings_for
from tests.support.yuhua_district import settle

PROOF = PUBLIC.disclosure.proof_type
Told = list[OutgoingMessage]
Published = tuple[Publisher, Told]


class Kept:
    """A publisher that keeps what it is told."""

    def __init__(self) -> None:
        self.told: Told = []

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        self.told += messages


@contextmanager
def district_told(url: str, folder: Path) -> Iterator[Published]:
    """Membership with a small district, all of it told in batches of five."""
    with running(url, folder, "api") as api:
        settle(api)
    with open_pool(url) as pool:
        number_events(pool)
    settings = settings_for(url, folder)
    with chosen.embedded(url) as backbone, opened(compose(settings, backbone), url) as service:
        yield Publisher(service, PUBLIC), published(service.engine, service.observing)


def published(engine: Engine, pool: Pool) -> Told:
    kept, store = Kept(), PostgresEventStore(pool)
    with closing(PublicRelay(engine, "membership.public.relay", PUBLIC, kept, range(1))) as relay:
        position = relay.resume("log")
        while batch := list[StoredEvent](store.read_log(position, 5)):
            position = relay.handle("log", position, batch)
    return kept.told


def verified(kafka: TestKafka, told: Told, publisher: Publisher | None) -> Status:
    topic = kafka.make_topic("public.membership.v1")
    send(kafka.bootstrap, topic, map(ours, told))
    return verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked(topic, publisher)])


def middle(told: Told) -> int:
    """The index of a fact with others before and behind it."""
    facts = [number for number, one in enumerate(told) if not is_proof(one)]
    return facts[len(facts) // 2]


def is_proof(one: OutgoingMessage) -> bool:
    return bool(json.loads(one.value)["type"] == PROOF)


def saying(one: OutgoingMessage, value: bytes) -> OutgoingMessage:
    return OutgoingMessage(one.topic, one.key, value, one.sequence, one.recorded_at)


def without_one(told: Told) -> Told:
    return told[: middle(told)] + told[middle(told) + 1 :]


def one_altered(told: Told) -> Told:
    at = middle(told)
    other = saying(told[at], told[at].value.replace(b'"time":"2', b'"time":"3'))
    return [*told[:at], other, *told[at + 1 :]]


def named_in(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
