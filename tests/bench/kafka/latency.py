"""From commit to the changed statistic being readable, as `tests.bench.latency`, but through Kafka.

One broker, the topics as they are deployed. Services and relay are one process here, so that the figure
stands beside the embedded one: what differs is Kafka.
"""

from deploy.operate.cluster import administering
from deploy.operate.topics import brought_about
from deploy.operate.topics_file import read, scaled
from shared.messaging.kafka import KafkaBackbone, Link
from tests.bench import district, latency
from tests.bench.kafka import broker
from tests.bench.latency import Bars
from tests.bench.report import Result

BARS = Bars("kafka-latency", 30.0, 100.0)
SECONDS = 20.0
MEMBERS = 1_000


def run(seconds: float = SECONDS, people: int = MEMBERS) -> list[Result]:
    """Measure on a platform and a broker of its own."""
    with broker.running() as bootstrap:
        _make_topics(bootstrap)
        with district.running(KafkaBackbone(Link(bootstrap))) as running:
            return latency.measured(running, BARS, seconds, people)


def _make_topics(bootstrap: str) -> None:
    """Those of `deploy/kafka/topics.toml`, with one replica."""
    with administering(bootstrap) as admin:
        brought_about(admin, scaled(read(), 1))
