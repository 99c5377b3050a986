"""A partition in bundles holds what is read record by record; what is not as we publish it is told one by one."""

import pytest
from msgspec import structs

from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.kafka.source import PartitionSource
from shared.messaging.promise import Message, OutgoingMessage
from shared.subscription.bundle import Bundle, Bundling
from tests.shared.messaging.published import outgoing
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import NotUtf8, Raw, ours, send
from tests.support.sample import messages

MESSAGES, AT_ONCE = 1_000, 90


@pytest.fixture
def sent(backbone: KafkaBackbone, topic: str) -> list[OutgoingMessage]:
    """Published some at a time, so that they stand in many batches."""
    told = [outgoing(topic, f"k{n % 7}", 2 * n, b'{"n": %d}' % n) for n in range(1, MESSAGES + 1)]
    publisher = backbone.publisher()
    for start in range(0, MESSAGES, AT_ONCE):
        publisher.publish(told[start : start + AT_ONCE])
    return told


def the_only(backbone: KafkaBackbone, topic: str) -> PartitionSource:
    [source] = backbone.sources(topic)
    assert isinstance(source, Bundling)
    return source


def values(bundle: Bundle[Message]) -> bytes:
    return b",".join(block.values for block in bundle.blocks)


@pytest.mark.parametrize(
    ("after", "to"), [(0, 1000), (0, 100), (37, 238), (89, 90), (90, 180), (995, 1000)]
)
def test_a_bundle_holds_what_is_read_one_by_one(
    backbone: KafkaBackbone, topic: str, sent: list[OutgoingMessage], after: int, to: int
) -> None:
    source = the_only(backbone, topic)
    expected = source.read(after, to - after)

    found = source.bundle(after, to)

    assert found is not None
    assert found.plain
    assert values(found) == b",".join(message.value for message in sent[after:to])
    assert (found.after, found.first, len(found)) == (after, 2 * after + 2, to - after)
    end = expected[-1]
    assert found.last == (end.position, end.sequence, end.recorded_at)
    assert found.entries() == expected


def test_a_partition_is_read_in_bundles_that_follow_one_another_and_from_anywhere_again(
    backbone: KafkaBackbone, topic: str, sent: list[OutgoingMessage]
) -> None:
    source, found, position = the_only(backbone, topic), [], 0
    while position < MESSAGES:
        bundle = source.bundle(position, min(position + 137, MESSAGES))
        assert bundle is not None
        assert bundle.plain
        found.append(values(bundle))
        position = bundle.last.position

    assert b",".join(found) == b",".join(message.value for message in sent)
    again = source.bundle(0, 10)
    assert again is not None
    assert len(again) == 10


def test_an_empty_partition_has_no_bundle(backbone: KafkaBackbone, topic: str) -> None:
    assert the_only(backbone, topic).bundle(0, 10) is None


def strange(kind: str) -> Raw:
    good = ours(structs.replace(messages(("strange", 1))[0], sequence=11))
    return {
        "no headers": good._replace(headers=[]),
        "a header more": good._replace(headers=[*good.headers, ("more", b"1")]),
        "another content": good._replace(headers=[("content-type", b"text"), good.headers[1]]),
        "another name": good._replace(headers=[good.headers[0], ("sequence", b"1" * 20)]),
        "no digits": good._replace(headers=[good.headers[0], ("ce_sequence", b"x" * 20)]),
        "too great": good._replace(headers=[good.headers[0], ("ce_sequence", b"9" * 20)]),
        "not utf-8": good._replace(headers=[(NotUtf8("name"), b"1")]),
        "no value": good._replace(value=None),
        "an empty value": good._replace(value=b""),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "no headers",
        "a header more",
        "another content",
        "another name",
        "no digits",
        "too great",
        "not utf-8",
        "no value",
        "an empty value",
    ],
)
def test_what_is_not_as_we_publish_it_is_handed_over_one_by_one(
    backbone: KafkaBackbone, topic: str, link: Link, kind: str
) -> None:
    publisher = backbone.publisher()
    publisher.publish([outgoing(topic, "a", n) for n in range(1, 11)])
    send(link.bootstrap, topic, [strange(kind)])
    publisher.publish([outgoing(topic, "a", n) for n in range(12, 15)])
    source = the_only(backbone, topic)

    found = source.bundle(0, 14)

    assert found is not None
    assert not found.plain
    assert found.entries() == source.read(0, 14)
    assert [entry.position for entry in found.entries()] == list(range(1, 15))
    behind = source.bundle(11, 14)
    assert behind is not None
    assert behind.plain


def test_a_message_that_comes_again_makes_a_bundle_that_is_not_plain(
    backbone: KafkaBackbone, topic: str
) -> None:
    backbone.publisher().publish([outgoing(topic, "a", n) for n in (1, 2, 2, 3)])

    found = the_only(backbone, topic).bundle(0, 4)

    assert found is not None
    assert not found.plain
    assert [entry.sequence for entry in found.entries()] == [1, 2, 2, 3]


def test_values_larger_than_are_taken_are_handed_over_one_by_one(
    kafka: TestKafka, backbone: KafkaBackbone
) -> None:
    topic = kafka.make_topic(settings={"max.message.bytes": "4000000"})
    [large] = messages(("a", 1))
    send(kafka.bootstrap, topic, [ours(large, value=b"x" * 1_000_001)])

    found = the_only(backbone, topic).bundle(0, 1)

    assert found is not None
    assert "1,000,001 bytes" in found.entries()[0].fault
