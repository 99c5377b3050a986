"""The backbone's promise, on every adapter: what was published is read, by everybody and in order."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from msgspec import structs

from shared.messaging.promise import Backbone, Message, Publisher
from tests.shared.messaging.published import Open, outgoing, parts, sequences
from tests.support.events import NOW


def publish_each(publisher: Publisher, topic: str, key: str, count: int) -> None:
    for sequence in range(1, count + 1):
        publisher.publish([outgoing(topic, key, sequence)])


def test_what_was_published_is_read_back_whole(backbone: Backbone, topic: str) -> None:
    value = '{"名": "党支部", "nul": "\\u0000"}'.encode()
    backbone.publisher().publish([outgoing(topic, "member-张", 7, value)])

    [message] = [m for part in parts(backbone, topic) for m in part]

    assert message == Message(topic, 1, "member-张", value, 7, NOW)


def test_messages_of_one_key_stay_in_order_within_and_across_publications(
    backbone: Backbone, topic: str
) -> None:
    publisher = backbone.publisher()
    for first in (1, 11, 21):
        publisher.publish(
            [outgoing(topic, key, n) for n in range(first, first + 10) for key in ("a", "b", "c")]
        )

    read = parts(backbone, topic)
    for key in ("a", "b", "c"):
        assert sequences(read, key) == list(range(1, 31))
        assert sum(any(m.key == key for m in part) for part in read) == 1, "a key has one part"


def test_positions_are_dense_from_one(backbone: Backbone, topic: str) -> None:
    publisher = backbone.publisher()
    publisher.publish([outgoing(topic, f"key-{n}", n) for n in range(1, 8)])
    publisher.publish([outgoing(topic, f"key-{n}", n) for n in range(8, 20)])

    read = parts(backbone, topic)
    assert sum(map(len, read)) == 19
    for source, part in zip(backbone.sources(topic), read, strict=True):
        assert [m.position for m in part] == list(range(1, len(part) + 1))
        assert source.head() == len(part)


def test_a_topic_nobody_has_published_to_is_empty(backbone: Backbone, topic: str) -> None:
    for source in backbone.sources(topic):
        assert (list(source.read(0, 10)), source.head()) == ([], 0)


def test_topics_are_apart(backbone: Backbone, topic: str, other_topic: str) -> None:
    other = other_topic
    backbone.publisher().publish(
        [outgoing(topic, "a", 1), outgoing(other, "a", 2), outgoing(topic, "a", 3)]
    )

    assert sequences(parts(backbone, topic), "a") == [1, 3]
    assert sequences(parts(backbone, other), "a") == [2]


def test_a_topic_is_replayed_from_any_position_by_any_reader(
    open_backbone: Open, topic: str
) -> None:
    writer, reader = open_backbone(), open_backbone()
    writer.publisher().publish([outgoing(topic, "a", n) for n in range(1, 11)])

    [source] = [s for s in reader.sources(topic) if s.head()]
    whole = list(source.read(0, 100))
    assert [m.sequence for m in whole] == list(range(1, 11))
    assert list(source.read(0, 100)) == whole, "reading takes nothing away"
    assert list(source.read(4, 3)) == whole[4:7]
    assert list(source.read(10, 3)) == []


def test_what_publish_returned_for_is_there_for_everybody_at_once(
    open_backbone: Open, topic: str
) -> None:
    reader, publisher = open_backbone(), open_backbone().publisher()
    for sequence in range(1, 20):
        publisher.publish([outgoing(topic, "a", sequence)])
        assert sequences(parts(reader, topic), "a")[-1] == sequence


def test_two_publishers_at_once_lose_nothing_and_keep_each_keys_order(
    open_backbone: Open, topic: str
) -> None:
    """And a reader that runs along never sees a position before a lower one."""
    with ThreadPoolExecutor(2) as threads:
        running = [
            threads.submit(publish_each, open_backbone().publisher(), topic, key, 60)
            for key in ("a", "b")
        ]
        sources = open_backbone().sources(topic)
        followed: list[list[Message]] = [[] for _ in sources]
        while not all(r.done() for r in running) or sum(map(len, followed)) < 120:
            for source, part in zip(sources, followed, strict=True):
                part.extend(source.read(len(part), 7))
        for published in running:
            published.result()

    assert {key: sequences(followed, key) for key in ("a", "b")} == {
        "a": list(range(1, 61)),
        "b": list(range(1, 61)),
    }
    for part in followed:
        assert all(later.position == m.position + 1 for m, later in pairwise(part))


@pytest.mark.parametrize("count", [0, 1, 3000])
def test_a_publication_has_any_size(backbone: Backbone, topic: str, count: int) -> None:
    backbone.publisher().publish([outgoing(topic, "a", n) for n in range(1, count + 1)])

    assert sequences(parts(backbone, topic, 5000), "a") == list(range(1, count + 1))


def test_a_message_for_everywhere_is_the_last_of_each_part_unless_its_sequence_is(
    backbone: Backbone, topic: str
) -> None:
    """Then whoever reads all parts knows that nothing up to it is still to come in any."""
    keys = [f"key-{number}" for number in range(20)]
    told = [outgoing(topic, key, number) for number, key in enumerate(keys, 1)]
    mark = structs.replace(outgoing(topic, "log", 20), everywhere=True)

    backbone.publisher().publish([*told, mark])

    read = parts(backbone, topic)
    assert {part[-1].sequence for part in read} == {20}
    assert sum(m.key == "log" for part in read for m in part) == len(read) - 1
    backbone.publisher().publish([structs.replace(mark, sequence=21)])
    assert [part[-1].key for part in parts(backbone, topic)] == ["log"] * len(read)
