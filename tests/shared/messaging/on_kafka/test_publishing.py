"""What is published between our services is compressed; what bureaus read, every client reads."""

import asyncio
from contextlib import closing

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient

from shared.messaging.kafka import KafkaBackbone, Link
from tests.shared.messaging.published import outgoing
from tests.support.kafka import TestKafka

VALUE = b'{"id": "member-0190c0de-0000-7000-8000-000000000000", "type": "sample.happened.v1"}'
MESSAGES = 500


def published(kafka: TestKafka, backbone: KafkaBackbone, *, for_bureaus: bool) -> str:
    """A topic that holds what one batch told."""
    topic = kafka.make_topic()
    told = [outgoing(topic, "a", n, VALUE) for n in range(1, MESSAGES + 1)]
    backbone.publisher(for_bureaus=for_bureaus).publish(told)
    return topic


def bytes_kept(kafka: TestKafka, topic: str) -> int:
    with closing(KafkaAdminClient(bootstrap_servers=kafka.bootstrap)) as admin:
        return sum(
            partition["partition_size"]
            for broker in admin.describe_log_dirs()
            for folder in broker["log_dirs"]
            for found in folder["topics"]
            if found["name"] == topic
            for partition in found["partitions"]
        )


def test_between_services_a_topic_takes_a_fraction_of_what_it_tells(
    kafka: TestKafka, backbone: KafkaBackbone
) -> None:
    ours = published(kafka, backbone, for_bureaus=False)
    theirs = published(kafka, backbone, for_bureaus=True)

    assert 0 < bytes_kept(kafka, ours) * 4 < MESSAGES * len(VALUE) < bytes_kept(kafka, theirs)


def test_a_bureau_reads_with_a_client_that_brings_no_more_than_itself(
    kafka: TestKafka, backbone: KafkaBackbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kafka.codec.zstd", None)  # it is here for other tests
    topic = TopicPartition(published(kafka, backbone, for_bureaus=True), 0)
    with closing(KafkaConsumer(bootstrap_servers=kafka.bootstrap)) as consumer:
        consumer.assign([topic])
        consumer.seek_to_beginning()
        found: list[bytes] = []
        while len(found) < MESSAGES:
            found += [record.value for record in consumer.poll(10_000)[topic]]

    assert found == [VALUE] * MESSAGES


@pytest.mark.parametrize("compressed", [True, False])
def test_nothing_is_confirmed_before_all_replicas_in_sync_have_it_once(*, compressed: bool) -> None:
    """One broker confirms as soon with less: only three of them, killed at the right moment, would show it."""

    async def asked() -> tuple[int, bool]:
        client = Link("127.0.0.1:1").producer(compressed=compressed)
        told = client._sender._acks, client._txn_manager is not None
        await client.stop()
        return told

    assert asyncio.run(asked()) == (-1, True)  # acks=all, idempotent
