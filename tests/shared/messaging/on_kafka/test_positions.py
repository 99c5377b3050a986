"""Positions stay with the view: that is where a loop goes on, and a position that is lost is an error."""

import pytest
from kafka import TopicPartition
from kafka.admin import KafkaAdminClient
from sqlalchemy import Engine

from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.kafka.link import KafkaUnavailable
from shared.messaging.promise import PositionLost
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from tests.shared.messaging.published import outgoing
from tests.support.raw_kafka import ours, send
from tests.support.sample import Sample, messages


def publish(backbone: KafkaBackbone, topic: str, count: int) -> None:
    backbone.publisher().publish([outgoing(topic, "a", n) for n in range(1, count + 1)])


def test_a_position_beyond_the_end_is_an_error_that_says_what_to_do(
    backbone: KafkaBackbone, topic: str
) -> None:
    publish(backbone, topic, 5)
    [source] = backbone.sources(topic)

    for _ in range(2):
        with pytest.raises(
            PositionLost, match=r"behind position 9, but it holds positions 1 to 5\. N"
        ):
            source.read(9, 10)
    assert len(source.read(0, 10)) == 5, "and the source can be read as before"
    assert source.read(5, 10) == []


def test_a_beginning_that_is_gone_is_an_error_and_not_a_shorter_history(
    backbone: KafkaBackbone, topic: str, link: Link
) -> None:
    publish(backbone, topic, 5)
    [source] = backbone.sources(topic)
    assert len(source.read(0, 10)) == 5
    admin = KafkaAdminClient(bootstrap_servers=link.bootstrap)
    admin.delete_records({TopicPartition(topic, 0): 3})
    admin.close()

    with pytest.raises(PositionLost, match=r"retention.ms -1"):
        source.read(0, 10)
    assert [m.position for m in source.read(3, 10)] == [4, 5]
    parts = backbone.sources(topic)
    assert (parts.heads(), parts.begins()) == ({f"{topic}/0": 5}, {f"{topic}/0": 3})


def test_a_loop_whose_position_is_lost_stops_unhealthy_and_writes_nothing(
    engine: Engine, view: Sample, backbone: KafkaBackbone, topic: str, link: Link
) -> None:
    told = messages(*[("a", n) for n in range(1, 9)])
    send(link.bootstrap, topic, map(ours, told[:4]))
    [source] = backbone.sources(topic)
    projector = Projector(engine, view)
    projector.handle(source.name, projector.resume(source.name), told)

    loop = Subscription("test", source, Projector(engine, view)).start()
    assert loop.progress.wait_until(lambda p: p.state is State.STOPPED, 30)
    loop.stop()

    assert not loop.progress.healthy
    assert loop.progress.reason.endswith("See docs/runbooks/position-lost.md")


def test_a_topic_nobody_made_is_an_error_that_says_so(backbone: KafkaBackbone) -> None:
    with pytest.raises(KafkaUnavailable, match=r"topic nobody\.v1 does not exist"):
        list(backbone.sources("nobody.v1"))
