"""Whatever a stranger puts into the topic is set aside with its reason, and the partition moves on.

A view and a consumer take part in groups and read as a service does; what both adapters can hold is tried in
`tests/shared/messaging/test_poison.py`.
"""

from collections.abc import Iterator, Sequence

import pytest
from msgspec import structs

from shared.messaging.kafka import KafkaBackbone
from shared.messaging.promise import OutgoingMessage
from tests.support.kafka import TestKafka
from tests.support.looking import parked
from tests.support.poisoned import CONSUMER, LATER, VIEW, YOUNGER, Scene, scene, told
from tests.support.raw_kafka import NotUtf8, Raw, ours, send

CONTENT = ("content-type", b"application/cloudevents+json; charset=UTF-8")
FOLLOWS = "follows an entry that was set aside"
BOTH = (VIEW, CONSUMER)
REASONS = [
    "DecodeError: JSON is malformed",
    "ValidationError: Expected `int`",
    f"UnknownMessage: {YOUNGER} is not known to this release",
    f"UnknownMessage: {LATER} is not known to this release",
    "Unfit: header content-type (none) is no CloudEvent in JSON",
    r"Unfit: header ce_sequence '\xff\xfe' is not a position",
    "Unfit: header ce_sequence '' is not a position",
    "Unfit: the value is empty",
    "Unfit: the value is empty",
    "Unfit: the value has 1,500,000 bytes, 1,000,000 are allowed",
    "Unfit: the record cannot be read: UnicodeDecodeError: 'utf-8' codec can't decode",
]


@pytest.fixture
def poisoned(database_url: str, kafka: TestKafka, backbone: KafkaBackbone) -> Iterator[Scene]:
    topic = kafka.make_topic(settings={"max.message.bytes": "4000000"})
    with scene(database_url, backbone, topic) as opened:
        yield opened


def poison(messages: Sequence[OutgoingMessage]) -> list[Raw]:
    """A stream for each kind of poison, a follower behind each, and a stream without any."""
    bad = iter(messages)
    return [
        ours(next(bad), value=b"{not json"),
        ours(one := next(bad), value=one.value.replace(b'"number":2', b'"number":"two"')),
        ours(next(bad), value=told("c", kind=YOUNGER)[0].value),
        ours(next(bad), value=told("d", kind=LATER)[0].value),
        Raw(b"e", next(bad).value, []),
        Raw(b"f", next(bad).value, [CONTENT, ("ce_sequence", b"\xff\xfe")]),
        Raw(b"g", next(bad).value, [CONTENT, ("ce_sequence", b"")]),
        ours(next(bad), value=b""),
        ours(next(bad))._replace(value=None),
        ours(next(bad), value=b"x" * 1_500_000),
        ours(next(bad))._replace(headers=[(NotUtf8("name"), b"1")]),
        *map(ours, bad),
    ]


def test_the_poison_set_is_set_aside_and_everything_else_is_taken(
    poisoned: Scene, kafka: TestKafka
) -> None:
    streams = "abcdefghijk"
    messages = told(*streams[:9], "x", *streams[9:], *streams, "y", "x")
    good = messages.pop(9)
    records = poison(messages)
    records.insert(9, ours(good))  # else they were ten in a row
    for together in (records[:11], records[11:12], records[12:]):  # one sender's are one batch
        send(kafka.bootstrap, poisoned.topic, together)

    for progress in poisoned.run_to(len(records)):
        assert progress.healthy

    for subscription in BOTH:
        found = parked(poisoned.engine, subscription)
        followers = {at: found.pop(at) for at in [*found] if at > len(REASONS) + 1}
        assert followers == dict.fromkeys(range(13, 23), FOLLOWS), (
            "the key of what cannot be read is not known: nobody can be its follower"
        )
        for (position, reason), expected in zip(found.items(), REASONS, strict=True):
            assert reason.startswith(expected), (subscription, position, reason)
    assert poisoned.seen() == poisoned.acted("k", "x", "y") == ["k@23", "x@10", "x@25", "y@24"]


@pytest.mark.parametrize("many", [1, 700])
def test_a_record_the_client_cannot_read_hides_no_other(
    poisoned: Scene, kafka: TestKafka, many: int
) -> None:
    """Of another sender, wherever it stands among those that arrive together."""
    records = [*map(ours, told(*(f"stream-{n % 9}" for n in range(2 * many + 1))))]
    records[many] = records[many]._replace(headers=[(NotUtf8("name"), b"1")])
    for together in (records[:many], records[many : many + 1], records[many + 1 :]):
        send(kafka.bootstrap, poisoned.topic, together)

    poisoned.run_to(len(records))

    assert [list(parked(poisoned.engine, one)) for one in BOTH] == [[many + 1]] * 2
    seen = poisoned.seen()
    assert len(seen) == 2 * many
    assert sorted(poisoned.acted(*(f"stream-{n}" for n in range(9)))) == seen


def test_two_that_come_twice_count_once_also_behind_one_without_a_sequence(
    poisoned: Scene, kafka: TestKafka
) -> None:
    messages = told("a", "b")
    lost = structs.replace(messages[0], key="lost")
    records = [*map(ours, messages), Raw(b"lost", lost.value, [CONTENT]), *map(ours, messages)]
    send(kafka.bootstrap, poisoned.topic, records)

    poisoned.run_to(5)

    assert poisoned.seen() == poisoned.acted("a", "b") == ["a@1", "b@2"]
    assert [list(parked(poisoned.engine, one)) for one in BOTH] == [[3], [3]]
