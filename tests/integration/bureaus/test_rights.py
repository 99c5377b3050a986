"""A bureau reads its public topic, and nothing else, and writes nowhere."""

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, TopicAuthorizationFailedError

from tests.integration.bureaus.conftest import ALSO_PUBLIC, INSIDE, READABLE, Secured

pytestmark = pytest.mark.slow


def _read(secured: Secured, topic: str, patience: int = 20, **who: object) -> list[bytes]:
    consumer = KafkaConsumer(**secured.bureau(**who), auto_offset_reset="none")
    try:
        consumer.assign([TopicPartition(topic, 0)])
        consumer.seek(TopicPartition(topic, 0), 0)
        for _ in range(patience):
            for records in consumer.poll(timeout_ms=1000).values():
                return [record.value for record in records]
        return []
    finally:
        consumer.close()


def _write(topic: str, **told: object) -> None:
    producer = KafkaProducer(**told, acks="all", enable_idempotence=False, max_block_ms=5_000)
    try:
        producer.send(topic, b"told", partition=0).get(timeout=20)
    finally:
        producer.close()


def test_it_reads_its_topic(secured: Secured) -> None:
    _write(ALSO_PUBLIC, bootstrap_servers=secured.inside)
    assert b"told" in _read(secured, ALSO_PUBLIC)


def test_it_cannot_write_to_its_topic(secured: Secured) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        _write(ALSO_PUBLIC, **secured.bureau())


def test_it_cannot_read_what_services_tell_one_another(secured: Secured) -> None:
    _write(INSIDE, bootstrap_servers=secured.inside)
    consumer = KafkaConsumer(**secured.bureau())
    try:
        assert consumer.topics() == set(READABLE)
    finally:
        consumer.close()
    assert _read(secured, INSIDE, patience=3) == []


def test_who_cannot_say_who_he_is_reads_nothing(secured: Secured) -> None:
    with pytest.raises(KafkaError):
        _read(secured, ALSO_PUBLIC, sasl_plain_password="a guess", bootstrap_timeout_ms=3_000)
