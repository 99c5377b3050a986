"""A Kafka that asks who one is and speaks TLS, as a city's cluster does between its machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka.admin import NewTopic

from deploy.local.kafka import LocalKafka
from deploy.local.kafka_jars import NoKafka
from deploy.local.kafka_properties import Admin
from deploy.operate.cluster import administering
from shared.settings import ServiceSettings
from tests.support.certificates import certified
from tests.support.kafka import KEEP, NO_KAFKA, TestKafka
from tests.support.required import missing


class Guarded:
    """Such a cluster.

    Attributes:
        settings: of a service that reaches it as its user.
    """

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings

    def make_topic(self, partitions: int) -> str:
        """Make a topic of one's own; answers its name."""
        topic = TestKafka.unique("sample.v1")
        with administering(self.settings.kafka_bootstrap, self.settings) as admin:
            admin.create_topics([NewTopic(topic, partitions, 1, topic_configs=KEEP)])
            while admin.describe_topics([topic])[0]["error_code"]:
                pass  # the broker is about to hear of it from its controller
        return topic


@contextmanager
def guarded_kafka(folder: Path) -> Iterator[Guarded]:
    """Start it; skips the test, loudly, where there can be none, and fails in CI."""
    certificates, admin = certified(folder), Admin("a-secret")
    kafka = LocalKafka(
        folder / "kafka", admin=Admin(admin.password, certificate=certificates.server)
    )
    try:
        kafka.start()
    except NoKafka as reason:
        missing(NO_KAFKA, "TEST_REQUIRE_KAFKA", reason)
    try:
        yield Guarded(
            ServiceSettings(
                database_url="postgresql://",
                token_keys="unused",
                kafka_bootstrap=kafka.secured,
                kafka_user=admin.name,
                kafka_password=admin.password,
                kafka_ca=str(certificates.authority),
            )
        )
    finally:
        kafka.stop()
