"""Whoever follows nothing, not yet or no more, says so, keeps nothing, and tells Kafka nothing."""

from contextlib import closing

from sqlalchemy import Engine

from shared.clock import monotonic_seconds
from shared.database import open_engine
from shared.messaging.kafka import KafkaBackbone, Link
from tests.shared.messaging.on_kafka.test_following import (
    PARTITIONS,
    PATIENCE,
    ROUNDS,
    Instance,
    Start,
    Topic,
    followed_once,
    leads_nobody,
    link,
    start,
    told,
)
from tests.support.sample import Sample

AWAY = "ConnectionError: the database is away"
__all__ = ["link", "start", "told"]


def test_as_long_as_nobody_leads_its_parts_the_fault_is_told(link: Link, told: Topic) -> None:
    """There is no loop then that would tell it, and Kafka answers."""
    with closing(KafkaBackbone(link)) as backbone:
        following = backbone.follow((told.name,), told.group, leads_nobody)
        following.start()
        until = monotonic_seconds() + PATIENCE
        while following.fault != AWAY:
            assert monotonic_seconds() < until, following.fault
        assert {following.fault for _ in range(20) if told.heads()} == {AWAY}
        following.stop()


def test_stopped_while_parts_are_dealt_out_it_leaves_no_loop_behind(
    told: Topic, start: Start
) -> None:
    for _ in range(ROUNDS):
        first = start()
        first.wait_for_parts(PARTITIONS)
        second = start()
        while len(first.following.loops) == PARTITIONS:
            told.heads()
        first.following.stop()
        assert not first.following.loops
        second.close()


def test_kafka_is_told_nothing_of_a_loop_that_has_not_begun(
    engine: Engine, told: Topic, start: Start, link: Link, view: Sample
) -> None:
    followed_once(engine, told, start)
    nowhere = open_engine("postgresql://postgres@/gone?host=/nowhere")
    with closing(Instance(link, nowhere, view, told.name)) as instance:
        instance.wait_for_parts(PARTITIONS)
        while not all(loop.progress.retries for loop in tuple(instance.following.loops.values())):
            told.heads()
    nowhere.dispose()
    assert [*told.committed().values()] == [*told.heads().values()]
