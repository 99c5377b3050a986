"""Where the partitions of a topic end, for health and metrics: one question, and never a long wait."""

import pytest

from shared.messaging.kafka.backbone import Parts
from shared.messaging.kafka.link import KafkaUnavailable
from tests.shared.messaging.conftest import PARTITIONS, Adapter
from tests.shared.messaging.published import outgoing


def test_all_ends_are_told_at_once(on_kafka: Adapter) -> None:
    backbone, topic = on_kafka.open(), on_kafka.make_topic()
    parts = backbone.sources(topic)
    assert isinstance(parts, Parts)
    assert parts.heads() == {f"{topic}/{number}": 0 for number in range(PARTITIONS)}

    backbone.publisher().publish([outgoing(topic, key, 1) for key in "abcdefgh"])

    assert parts.heads() == {part.name: part.head() for part in parts}
    assert sum(parts.heads().values()) == 8


def test_a_topic_that_is_not_there_is_told_of(on_kafka: Adapter) -> None:
    parts = on_kafka.open().sources("nobody-made-this.v1")
    assert isinstance(parts, Parts)

    with pytest.raises(KafkaUnavailable, match="nobody-made-this"):
        parts.heads()
