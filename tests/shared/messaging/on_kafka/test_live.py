"""Partitions that are followed are read from wherever a loop stands, in one question for all of them."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from shared.clock import monotonic_seconds
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.kafka.background import Background
from shared.messaging.kafka.live import Live, LivePart
from shared.messaging.promise import Message, PositionLost
from tests.shared.messaging.published import outgoing
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import NotUtf8, ours, send
from tests.support.sample import messages

LONG = 20.0
Open = Callable[..., list[LivePart]]


@pytest.fixture
def follow(link: Link) -> Iterator[Open]:
    """The partitions of a topic, as an instance has them to which they were dealt."""
    with ExitStack() as opened:
        background = Background()
        opened.callback(background.stop)

        def follow(topic: str, parts: int = 1) -> list[LivePart]:
            live = Live(background, link, [TopicPartition(topic, n) for n in range(parts)])
            opened.enter_context(closing(live))
            live.start()
            return live.parts

        yield follow


def read(part: LivePart, after: int, count: int, limit: int = 1000) -> list[Message]:
    """So many messages behind a position, however they come."""
    found: list[Message] = []
    until = monotonic_seconds() + LONG
    while len(found) < count and monotonic_seconds() < until:
        seen = part.seen()
        if came := part.read(after, limit):
            found += came
            after = came[-1].position
        else:
            part.wait(seen, 1.0)
    return found


def publish(backbone: KafkaBackbone, topic: str, first: int, last: int) -> None:
    backbone.publisher().publish([outgoing(topic, "a", n) for n in range(first, last + 1)])


def test_from_wherever_one_stands_also_amid_what_was_published_together(
    backbone: KafkaBackbone, topic: str, follow: Open
) -> None:
    publish(backbone, topic, 1, 10)
    [part] = follow(topic)

    assert [m.position for m in read(part, 0, 10, limit=3)] == [*range(1, 11)]
    assert [m.sequence for m in read(part, 6, 4)] == [7, 8, 9, 10]
    assert read(part, 0, 10) == [*backbone.sources(topic)[0].read(0, 100)]
    assert part.read(10, 5) == []
    assert part.head() == 10


def test_what_comes_later_is_heard_of_at_once(
    backbone: KafkaBackbone, topic: str, follow: Open
) -> None:
    [part] = follow(topic)
    for sequence in range(1, 6):
        seen = part.seen()
        assert part.read(sequence - 1, 10) == []
        publish(backbone, topic, sequence, sequence)
        part.wait(seen, LONG)
        assert [m.sequence for m in read(part, sequence - 1, 1)] == [sequence]


def test_a_part_with_much_to_read_keeps_no_other_waiting(kafka: TestKafka, follow: Open) -> None:
    many, topic = 9_000, kafka.make_topic(partitions=2)
    send(kafka.bootstrap, topic, map(ours, messages(*[("a", n) for n in range(many)])))
    send(kafka.bootstrap, topic, map(ours, messages(("b", 1))), partition=1)
    much, little = follow(topic, parts=2)

    assert [m.key for m in read(little, 0, 1)] == ["b"], "nobody reads the other yet"
    first = read(much, 0, 10, limit=10)
    send(kafka.bootstrap, topic, map(ours, messages(("b", 2))), partition=1)
    assert len(read(little, 1, 1)) == 1, "the other has much that nobody reads"
    rest = read(much, 10, many - 10, limit=500)

    assert [m.position for m in first + rest] == [*range(1, many + 1)]


def test_a_record_that_cannot_be_read_hides_no_other(kafka: TestKafka, follow: Open) -> None:
    topic, told = kafka.make_topic(), messages(*[("a", n) for n in range(9)])
    records = [*map(ours, told)]
    records[4] = records[4]._replace(headers=[(NotUtf8("name"), b"1")])
    for together in (records[:4], records[4:5], records[5:]):
        send(kafka.bootstrap, topic, together)
    [part] = follow(topic)

    found = read(part, 0, 9, limit=2)

    assert [m.position for m in found] == [*range(1, 10)]
    assert [m.position for m in found if m.fault] == [5]


def test_what_the_broker_notes_for_itself_is_passed_over(
    kafka: TestKafka, topic: str, follow: Open
) -> None:
    asyncio.run(_in_transactions(kafka.bootstrap, topic, 3))
    [part] = follow(topic)

    assert [m.position for m in read(part, 0, 3)] == [1, 3, 5]
    assert part.read(5, 10) == []


async def _in_transactions(bootstrap: str, topic: str, many: int) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=topic, compression_type="gzip"
    )
    await producer.start()
    for _ in range(many):
        async with producer.transaction():
            await producer.send(topic, b"{}", partition=0)
    await producer.stop()


def test_a_position_beyond_the_end_is_an_error_that_says_what_to_do(
    backbone: KafkaBackbone, topic: str, follow: Open
) -> None:
    publish(backbone, topic, 1, 5)
    [part] = follow(topic)

    for _ in range(2):
        with pytest.raises(PositionLost, match=r"behind position 9, but it holds positions 1 to 5"):
            read(part, 9, 1)
    assert len(read(part, 0, 5)) == 5, "and it can be read as before"


def test_a_beginning_that_is_gone_is_an_error_and_not_a_shorter_history(
    backbone: KafkaBackbone, topic: str, follow: Open, link: Link
) -> None:
    publish(backbone, topic, 1, 5)
    admin = KafkaAdminClient(bootstrap_servers=link.bootstrap)
    admin.delete_records({TopicPartition(topic, 0): 3})
    admin.close()
    [part] = follow(topic)

    with pytest.raises(PositionLost, match=r"retention.ms -1"):
        read(part, 0, 5)
    assert [m.position for m in read(part, 3, 2)] == [4, 5]


def test_a_partition_that_is_not_there_yet_is_waited_for(
    backbone: KafkaBackbone, kafka: TestKafka, follow: Open
) -> None:
    """As while brokers come back: nobody leads it."""
    name = kafka.unique("later.v1")
    [part] = follow(name)
    seen = part.seen()
    assert part.read(0, 10) == []
    part.wait(seen, 0.3)

    made = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    made.create_topics({name: {"num_partitions": 1, "replication_factor": 1}})
    while made.describe_topics([name])[0]["error_code"]:
        pass  # the broker is about to hear of it from its controller
    made.close()
    publish(backbone, name, 1, 2)

    assert len(read(part, 0, 2)) == 2


def test_whenever_it_is_let_go_it_leaves_no_connection_behind(topic: str, link: Link) -> None:
    """Also amid its first question; Python tells of a connection that was forgotten."""
    background = Background()
    with ExitStack() as running:
        running.callback(background.stop)
        for turns in range(150):
            live = Live(background, link, [TopicPartition(topic, 0)])
            live.start()
            for _ in range(turns):
                background.run(asyncio.sleep(0))
            live.close()
    gc.collect()
