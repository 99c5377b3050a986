"""One Kafka broker for one bench, on this machine, thrown away afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kafka.admin import KafkaAdminClient, NewTopic

from deploy.local.kafka import LocalKafka
from deploy.local.kafka_jars import NoKafka, ensure_jars, java
from tests.bench.report import Result
from tests.support.kafka import KEEP

PARTS = 2
"""Ordered parts of a topic: one for each core of the machine that the bars were set on."""


@contextmanager
def running() -> Iterator[str]:
    """Where clients begin."""
    with (
        TemporaryDirectory(prefix="bench-kafka-") as folder,
        LocalKafka(Path(folder), heap="512m") as kafka,
    ):
        yield kafka.bootstrap


def make_topic(bootstrap: str, name: str) -> str:
    """Make a topic that keeps everything; answers its name."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.create_topics([NewTopic(name, PARTS, 1, topic_configs=KEEP)])
    finally:
        admin.close()
    return name


def or_skipped(name: str, bench: Callable[[], list[Result]]) -> list[Result]:
    """The bench's results; none, said aloud, where no Kafka can be had."""
    try:
        java()
        ensure_jars()
    except NoKafka as missing:
        print(f"NO KAFKA FOR THE BENCH {name}: {missing}. IT WAS NOT MEASURED", flush=True)
        return []
    return bench()
