"""Whatever a stranger puts into the topic is set aside with its reason, and the partition moves on."""

import pytest
from msgspec import structs
from sqlalchemy import Engine

from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Message
from shared.subscription.healing import Healed, Healing, ViewCure
from shared.subscription.loop import Subscription
from shared.subscription.progress import Progress, State
from shared.subscription.projector import Projector
from shared.subscription.rebuild import Rebuild
from tests.support.kafka import TestKafka
from tests.support.looking import last, ledger, parked
from tests.support.raw_kafka import NotUtf8, Raw, ours, send
from tests.support.sample import Sample, messages

CONTENT = ("content-type", b"application/cloudevents+json; charset=UTF-8")
FOLLOWS = "follows an entry that was set aside"


def run_to(
    position: int, engine: Engine, view: Sample, backbone: KafkaBackbone, topic: str
) -> Progress:
    """Let a loop handle the topic's partition up to there, or stop."""
    [source] = backbone.sources(topic)
    loop = Subscription("test", source, Projector(engine, view), batch=1000).start()
    assert loop.progress.wait_until(
        lambda p: p.position == position or p.state is State.STOPPED, 30
    ), loop.progress
    loop.stop()
    return loop.progress


def poison(told: list[Message]) -> list[Raw]:
    """A stream for each kind of poison, a follower behind each, and a stream without any."""
    bad = iter(told)
    return [
        ours(next(bad), value=b"{not json"),
        ours(next(bad), value=b'{"id": "b@1", "version": "one"}'),
        Raw(b"c", next(bad).value, []),
        Raw(b"d", next(bad).value, [CONTENT, ("ce_sequence", b"\xff\xfe")]),
        Raw(b"e", next(bad).value, [CONTENT, ("ce_sequence", b"")]),
        ours(next(bad), value=b""),
        ours(next(bad), value=b"x" * 1_500_000),
        ours(next(bad))._replace(headers=[(NotUtf8("name"), b"1")]),
        *map(ours, bad),
    ]


def test_the_poison_set_is_set_aside_and_everything_else_is_in_the_view(
    engine: Engine, view: Sample, kafka: TestKafka, backbone: KafkaBackbone
) -> None:
    topic = kafka.make_topic(settings={"max.message.bytes": "4000000"})
    streams = "abcdefgh"
    told = messages(*[(key, n) for n, key in enumerate(streams + streams + "xyx", 1)])
    records = poison(told)
    for together in (records[:7], records[7:8], records[8:]):  # what one sender sends is one batch
        send(kafka.bootstrap, topic, together)

    assert run_to(len(told), engine, view, backbone, topic).healthy

    reasons = parked(engine)
    assert dict.fromkeys(range(9, 16), FOLLOWS) == {
        position: reason for position, reason in reasons.items() if position > len(streams)
    }, "the key of what cannot be read is not known: nobody can be its follower"
    for position, reason in enumerate(
        [
            "DecodeError: JSON is malformed",
            "ValidationError: Expected `int`",
            "Unfit: header content-type (none) is no CloudEvent in JSON",
            r"Unfit: header ce_sequence '\xff\xfe' is not a position",
            "Unfit: header ce_sequence '' is not a position",
            "Unfit: the value is empty",
            "Unfit: the value has 1,500,000 bytes, 1,000,000 are allowed",
            "Unfit: the record cannot be read: UnicodeDecodeError: 'utf-8' codec can't decode",
        ],
        1,
    ):
        assert reasons[position].startswith(reason), (position, reasons[position])
    assert ledger(engine) == ["h@2", "x@1", "x@2", "y@1"]


def test_a_retry_after_the_cause_is_mended_heals_the_view(
    engine: Engine, view: Sample, link: Link, topic: str, backbone: KafkaBackbone
) -> None:
    told = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3))
    send(link.bootstrap, topic, map(ours, told))
    refusing = Sample(refuses=frozenset({666}))
    run_to(4, engine, refusing, backbone, topic)
    assert (ledger(engine), sorted(parked(engine))) == (["a@1", "b@1"], [2, 4])

    healing = Healing(ViewCure(engine, view), backbone.sources(topic))
    assert healing.retry("a") == Healed("a", healed=2, left=0)

    assert (last(engine), parked(engine)) == ({"a": 3, "b": 2}, {})
    assert Rebuild(engine, view, backbone.sources(topic)).run().identical


def test_what_can_never_be_taken_is_discarded_and_its_followers_go_on(
    engine: Engine, view: Sample, link: Link, topic: str, backbone: KafkaBackbone
) -> None:
    told = messages(("a", 1), ("a", 2), ("a", 3))
    send(link.bootstrap, topic, [ours(told[0]), ours(told[1], value=b"{"), ours(told[2])])
    run_to(3, engine, view, backbone, topic)
    healing = Healing(ViewCure(engine, view), backbone.sources(topic))
    assert healing.retry("a").left == 2, "the bytes are what they are"

    [letter, _] = healing.listed()
    assert healing.discard(letter.id) == Healed("a", healed=1, left=0)

    assert ledger(engine) == ["a@1", "a@3"]
    assert Rebuild(engine, view, backbone.sources(topic)).run().identical


def test_a_flood_stops_the_consumer_before_it_has_set_everything_aside(
    engine: Engine, view: Sample, link: Link, topic: str, backbone: KafkaBackbone
) -> None:
    told = messages(*[(f"stream-{n}", n) for n in range(1, 60)])
    send(link.bootstrap, topic, [ours(message, value=b"{") for message in told])

    progress = run_to(-1, engine, view, backbone, topic)

    assert progress.state is State.STOPPED
    assert not progress.healthy
    assert progress.reason.startswith("too many dead letters: 10 in a row")
    assert len(parked(engine)) == 9


@pytest.mark.parametrize("many", [1, 700])
def test_a_record_the_client_cannot_read_hides_no_other(
    engine: Engine, view: Sample, kafka: TestKafka, backbone: KafkaBackbone, many: int
) -> None:
    """Of another sender, wherever it stands among those that arrive together."""
    told = messages(*[(f"stream-{n}", n) for n in range(2 * many + 1)])
    records = [*map(ours, told)]
    records[many] = records[many]._replace(headers=[(NotUtf8("name"), b"1")])
    topic = kafka.make_topic()
    for together in (records[:many], records[many : many + 1], records[many + 1 :]):
        send(kafka.bootstrap, topic, together)

    run_to(len(told), engine, view, backbone, topic)

    assert len(ledger(engine)) == 2 * many
    assert list(parked(engine)) == [many + 1]


def test_two_that_come_twice_count_once_also_behind_one_without_a_sequence(
    engine: Engine, view: Sample, link: Link, topic: str, backbone: KafkaBackbone
) -> None:
    told = messages(("a", 1), ("b", 2))
    lost = structs.replace(told[0], key="lost")
    records = [*map(ours, told), Raw(b"lost", lost.value, [CONTENT]), *map(ours, told)]
    send(link.bootstrap, topic, records)

    run_to(5, engine, view, backbone, topic)

    assert (ledger(engine), list(parked(engine))) == (["a@1", "b@1"], [3])
