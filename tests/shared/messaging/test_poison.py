"""What no release can read is set aside with its reason, by who shows it and by who acts upon it, as they run.

A view and a consumer follow the topic as a service has them follow it, on every adapter.
"""

import re
from collections.abc import Iterator

import pytest
from msgspec import structs

from shared.subscription.healing import Healed
from shared.subscription.progress import State
from tests.shared.messaging.conftest import Adapter
from tests.support.kafka import TestKafka
from tests.support.looking import parked
from tests.support.poisoned import CONSUMER, LATER, VIEW, YOUNGER, Scene, scene, told

FOLLOWS = "follows an entry that was set aside"
BOTH = (VIEW, CONSUMER)


@pytest.fixture(params=["embedded", "on_kafka"])
def poisoned(request: pytest.FixtureRequest, database_url: str) -> Iterator[Scene]:
    """A topic of one part, on each adapter."""
    adapter: Adapter = request.getfixturevalue(request.param)
    if request.param == "embedded":
        topic = adapter.make_topic()
    else:
        kafka: TestKafka = request.getfixturevalue("kafka")
        topic = kafka.make_topic()
    with scene(database_url, adapter.open(), topic) as opened:
        yield opened


def test_what_cannot_be_read_is_set_aside_with_its_followers_and_all_else_goes_on(
    poisoned: Scene,
) -> None:
    streams = "abcdefg"
    messages = told(*streams, *streams, "x", "y", "x")
    bad = [
        b"{not json",
        b"",
        b'{"type": "\xff\xfe"}',
        b'{"x":' + b"[" * 40_000 + b"]" * 40_000 + b"}",
        messages[4].value.replace(b'"number":5', b'"number":"five"'),
        told("f", kind=YOUNGER)[0].value,
        told("g", kind=LATER)[0].value,
    ]
    for at, value in enumerate(bad):
        messages[at] = structs.replace(messages[at], value=value)
    poisoned.publish(messages)

    for progress in poisoned.run_to(len(messages)):
        assert progress.healthy

    for subscription in BOTH:
        found = parked(poisoned.engine, subscription)
        assert {position: found.pop(position) for position in range(8, 15)} == dict.fromkeys(
            range(8, 15), FOLLOWS
        )
        for reason, expected in zip(
            found.values(),
            [
                "DecodeError: JSON is malformed",
                r"Unfit: the value is empty|DecodeError: Input data was truncated",
                "UnicodeDecodeError: 'utf-8' codec can't decode",
                "RecursionError: ",
                "ValidationError: Expected `int`, got `str`",
                f"UnknownMessage: {YOUNGER} is not known to this release",
                f"UnknownMessage: {LATER} is not known to this release",
            ],
            strict=True,
        ):
            assert re.match(expected, reason), (subscription, reason)
    assert poisoned.seen() == ["x@15", "x@17", "y@16"]
    assert poisoned.acted(*streams, "x", "y") == ["x@15", "x@17", "y@16"]


def test_the_release_that_knows_it_takes_it_after_all_and_whoever_follows_goes_on_by_himself(
    poisoned: Scene,
) -> None:
    messages = told("a", "b", "b", "a", "b", "c")
    messages[1] = told("b", kind=YOUNGER, first=2)[0]
    poisoned.publish(messages)
    with poisoned.followed() as come_to:
        come_to(6)
        for healing in poisoned.healings():
            [healed] = healing.retry_all()
            assert (healed.healed, healed.left, YOUNGER in healed.reason) == (0, 3, True)
        for healing in poisoned.healings(YOUNGER):
            assert healing.retry("b") == Healed("b", 3, 0)
        poisoned.publish(told("b", first=7))
        assert all(progress.healthy for progress in come_to(7))

    assert poisoned.seen() == ["a@1", "a@4", "b@2", "b@3", "b@5", "b@7", "c@6"]
    assert poisoned.acted("a", "b", "c") == ["a@1", "a@4", "b@2", "b@3", "b@5", "b@7", "c@6"]
    assert [parked(poisoned.engine, one) for one in BOTH] == [{}, {}]
    assert poisoned.view(YOUNGER).rebuild().run().identical


def test_what_can_never_be_taken_is_discarded_and_its_followers_go_on(poisoned: Scene) -> None:
    messages = told("a", "a", "a")
    messages[1] = structs.replace(messages[1], value=b"{")
    poisoned.publish(messages)
    poisoned.run_to(3)

    for healing in poisoned.healings():
        [letter, _] = healing.listed()
        assert healing.discard(letter.id) == Healed("a", 1, 0)

    assert poisoned.seen() == poisoned.acted("a") == ["a@1", "a@3"]
    assert poisoned.view().rebuild().run().identical


def test_a_flood_stops_them_before_they_have_set_everything_aside(poisoned: Scene) -> None:
    flood = [structs.replace(one, value=b"{") for one in told(*(f"s{n}" for n in range(60)))]
    poisoned.publish(flood)

    for progress in poisoned.run_to(-1):
        assert (progress.state, progress.healthy) == (State.STOPPED, False)
        assert progress.reason.startswith("too many dead letters: 10 in a row")

    assert [len(parked(poisoned.engine, one)) for one in BOTH] == [9, 9]
