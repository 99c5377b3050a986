"""Kafka on the local JVM: one broker for a test run, three that come and leave by `make kafka-up` and `kafka-down`."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from deploy import city
from deploy.local.home import Home
from deploy.local.kafka import STOP_SECONDS, LocalKafka
from deploy.local.kafka_classes import from_archive
from deploy.local.kafka_jars import ensure_jars, java
from deploy.local.kafka_probe import brokers_known
from deploy.local.processes import Started
from tests.support.kafka import TestKafka
from tests.support.processes import left_of


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
def test_broken_classes_are_read_anew(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsa"
    broken.write_text("no archive")
    assert source_of_classes(f"-XX:SharedArchiveFile={broken}").endswith(".jar")


@pytest.mark.slow
def test_three_brokers_come_by_kafka_up_and_leave_one_by_one() -> None:
    """Also the last of them, when there is no quorum left that could let it go."""
    with TemporaryDirectory(prefix="kafka-up-") as name:  # pytest's own would hide its processes
        said = ["--home", name, "--jvm"]
        assert city.main(["kafka-up", *said]) == 0
        assert source_of_classes(*from_archive(ensure_jars())) == "shared objects file (top)"
        begun, three = brokers_of(name), topic_of_three(name)
        _publish(brokers_of(name).bootstrap, three, b"kept by two")

        begun.kill(2)
        assert brokers_of(name).running() == (1, 3)
        assert city.main(["kafka-up", *said]) == 0, "who is missing comes back"
        again = brokers_of(name)
        assert [pid_of(again, n) == pid_of(begun, n) for n in again.brokers] == [True, False, True]
        assert _first(again.bootstrap, three) == b"kept by two"

        for number in (1, 2):
            leaves(again, number)
        assert city.main(["kafka-down", *said]) == 0
        assert left_of(Path(name)) == []
        assert [brokers_known(port) for port in plain_ports(again)] == [0, 0, 0]
        assert [closed_its_log(name, number) for number in again.brokers] == [True, True, True]
        assert city.main(["kafka-down", *said]) == 0, "again, and nothing happens"


def source_of_classes(*options: str) -> str:
    """Where a JVM with those options takes a class from that every broker uses."""
    name = "kafka.server.KafkaConfig"
    loud = ["-Xlog:class+load", "-XX:+UseSerialGC", *options, "-cp", f"{ensure_jars()}/*"]
    told = subprocess.run(  # noqa: S603 -- composed here
        [java(), *loud, "kafka.tools.StorageTool", "random-uuid"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    [line] = [line for line in told.splitlines() if f" {name} source: " in line]
    return line.partition(" source: ")[2]


def brokers_of(folder: str) -> LocalKafka:
    return LocalKafka(Home(Path(folder)).kafka)


def topic_of_three(folder: str) -> str:
    """A topic of which each broker has a copy."""
    admin = KafkaAdminClient(bootstrap_servers=brokers_of(folder).bootstrap)
    try:
        admin.create_topics([NewTopic("kept.v1", 1, 3)])
    finally:
        admin.close()
    return "kept.v1"


def process_of(kafka: LocalKafka, number: int) -> Started:
    started = kafka._nodes[number].started
    assert started is not None
    return started


def pid_of(kafka: LocalKafka, number: int) -> int:
    return process_of(kafka, number).pid


def leaves(kafka: LocalKafka, number: int) -> None:
    """Asked to end, it ends by itself."""
    process_of(kafka, number).terminate()
    assert process_of(kafka, number).ended(STOP_SECONDS)


def plain_ports(kafka: LocalKafka) -> list[int]:
    return [int(address.split(":")[1]) for address in kafka.bootstrap.split(",")]


def closed_its_log(folder: str, number: int) -> bool:
    """What a broker leaves behind that has written everything down; one that was killed does not."""
    home = Home(Path(folder)).kafka / f"broker-{number}"
    return (home / "data" / ".kafka_cleanshutdown").exists()


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
