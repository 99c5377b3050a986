"""Kafka does not take what is published: the relay's checkpoint stays, and nothing is lost or doubled."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from deploy.local.kafka import LocalKafka
from shared.event_store.postgres import LogSource
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import PublishFailed
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription.progress import State
from tests.integration.kill.kafka_journey import RELAY, KafkaJourney
from tests.integration.kill.test_kafka import (
    CONSUMER,
    ask_to_end,
    follow_to_the_end,
    until_complete,
)
from tests.support.kafka import TestKafka
from tests.support.sample import SampleTelling
from tests.support.supervisor import Supervisor

PATIENCE_SECONDS = 60.0


@pytest.fixture
def journey(database_url: str, kafka: TestKafka) -> Iterator[KafkaJourney]:
    with KafkaJourney(database_url, kafka) as journey:
        yield journey


def largest_batch(journey: KafkaJourney, size: int) -> None:
    """As an operator sets the topic: what has more bytes is refused."""
    settings = {"max.message.bytes": str(size)}
    admin = KafkaAdminClient(bootstrap_servers=journey.place["bootstrap"])
    try:
        resource = ConfigResource(ConfigResourceType.TOPIC, journey.topic, settings)
        admin.alter_configs([resource])
    finally:
        admin.close()


def test_while_the_broker_refuses_what_is_published_the_checkpoint_stays(
    journey: KafkaJourney, supervisor: Supervisor
) -> None:
    largest_batch(journey, 10)
    journey.append(20)
    log = LogSource(journey.store, Signals(journey.url, ()))
    with closing(KafkaBackbone(Link(journey.place["bootstrap"]))) as backbone:
        telling = SampleTelling(journey.topic)
        relay = Relay(journey.engine, RELAY, telling, backbone.publisher())
        position = relay.resume(log.name)
        for _ in range(2):
            with pytest.raises(PublishFailed, match="MessageSizeTooLarge"):
                relay.handle(log.name, position, log.read(position, 10))
            assert journey.relayed() == 0

        largest_batch(journey, 1_000_000)
        while batch := log.read(position, 10):
            position = relay.handle(log.name, position, batch)
            assert journey.relayed() == position == batch[-1].position
        relay.close()

    follow_to_the_end(journey, supervisor)
    assert journey.arrived_whole()


@pytest.mark.slow
def test_a_broker_that_dies_and_comes_back_has_everything_once_and_in_order(
    database_url: str, supervisor: Supervisor
) -> None:
    """Events are stored all the while: the log is the outbox. Who follows goes on by himself."""
    with (
        TemporaryDirectory(prefix="broker-down-") as folder,
        LocalKafka(Path(folder)) as broker,
        KafkaJourney(database_url, TestKafka(broker.bootstrap)) as journey,
    ):
        with journey.relaying() as relay:
            journey.append(20)
            assert relay.progress.wait_until(lambda p: p.position == 20, PATIENCE_SECONDS)
            stays = supervisor.start(CONSUMER, journey.url, more=journey.place)
            until_complete(journey, supervisor, stays)
            broker.kill(1)
            journey.append(20)
            assert relay.progress.wait_until(lambda p: p.state is State.RETRYING, PATIENCE_SECONDS)
            assert journey.relayed() == 20
            broker.restart(1)
            broker.wait()
            journey.append(5)
            assert relay.progress.wait_until(lambda p: p.position == 45, PATIENCE_SECONDS)

        until_complete(journey, supervisor, stays)
        ask_to_end(supervisor, stays)
        assert journey.arrived_whole()
