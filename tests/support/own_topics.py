"""Services on a Kafka that other tests use as well: whatever topic they name, it is this test's own."""

from collections.abc import Mapping, Sequence

import msgspec

from deploy.services import SERVICES
from shared.messaging.kafka import KafkaBackbone
from shared.messaging.kafka.backbone import Parts
from shared.messaging.kafka.following import KafkaFollowing
from shared.messaging.promise import Lead, OutgoingMessage, Publisher
from tests.support.kafka import TestKafka


def own_topics(kafka: TestKafka, *services: str, partitions: int = 3) -> dict[str, str]:
    """Make topics of one's own for these services; answers their names by those the services use."""
    wanted = [topic for service in services for topic in SERVICES[service].topics]
    return {topic: kafka.make_topic(topic, partitions=partitions) for topic in wanted}


class OwnTopics:
    """`Backbone` on Kafka, with the topics renamed."""

    for_bureaus, relay_rest = KafkaBackbone.for_bureaus, KafkaBackbone.relay_rest

    def __init__(self, backbone: KafkaBackbone, names: Mapping[str, str]) -> None:
        self._backbone, self._names = backbone, names

    def publisher(self, *, for_bureaus: bool = False) -> Publisher:
        return _Renaming(self._backbone.publisher(for_bureaus=for_bureaus), self._names)

    def sources(self, topic: str) -> Parts:
        return self._backbone.sources(self._names[topic])

    def follow(self, topics: tuple[str, ...], group: str, lead: Lead) -> KafkaFollowing:
        """The group is this test's own as well: its first topic tells it apart."""
        ours = tuple(self._names[topic] for topic in topics)
        return self._backbone.follow(ours, f"{group}.{ours[0]}", lead)


class _Renaming:
    def __init__(self, publisher: Publisher, names: Mapping[str, str]) -> None:
        self._publisher, self._names = publisher, names

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        ours = [msgspec.structs.replace(m, topic=self._names[m.topic]) for m in messages]
        self._publisher.publish(ours)
