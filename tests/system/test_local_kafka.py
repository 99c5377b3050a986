"""Kafka on the local JVM: one broker for a test run, three that die one by one."""

from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local.kafka import LocalKafka
from deploy.local.kafka_properties import MECHANISM, Admin
from tests.support.kafka import TestKafka


def test_what_is_published_to_the_broker_of_the_run_is_read(kafka: TestKafka) -> None:
    topic = kafka.make_topic()
    _publish(kafka.bootstrap, topic, b"first")
    assert _first(kafka.bootstrap, topic) == b"first"


def test_a_misspelt_topic_is_not_made(kafka: TestKafka) -> None:
    topic = kafka.unique("misspelt.v1")
    with pytest.raises(KafkaError):
        _publish(kafka.bootstrap, topic, b"lost", max_block_ms=500)
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    assert topic not in admin.list_topics()
    admin.close()


@pytest.mark.slow
def test_three_brokers_outlive_each_of_them(tmp_path: Path) -> None:
    with LocalKafka(tmp_path, brokers=3, admin=Admin("a-secret")) as kafka:
        assert kafka.running() == (1, 2, 3)
        kafka.kill(2)
        assert LocalKafka(tmp_path).running() == (1, 3)
        kafka.restart(2)
        kafka.wait()
        assert _brokers(kafka.secured, "a-secret") == 3
    assert LocalKafka(tmp_path).running() == ()


def _publish(bootstrap: str, topic: str, value: bytes, **settings: object) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", **settings)
    try:
        producer.send(topic, value).get(timeout=30)
    finally:
        producer.close()


def _first(bootstrap: str, topic: str) -> bytes:
    consumer = KafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    try:
        return bytes(next(consumer).value)
    finally:
        consumer.close()


def _brokers(bootstrap: str, password: str) -> int:
    admin = KafkaAdminClient(
        bootstrap_servers=bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism=MECHANISM,
        sasl_plain_username="admin",
        sasl_plain_password=password,
    )
    try:
        return len(admin.describe_cluster()["brokers"])
    finally:
        admin.close()
