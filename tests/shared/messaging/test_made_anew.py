"""A topic that was made anew and told from the log's beginning: positions begin again, and what was decided on stands.

Whoever reads it is moved back, as `docs/runbooks/position-lost.md` has it; a view and a consumer, on every adapter.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest
from msgspec import structs
from sqlalchemy import text

from shared.messaging.promise import OutgoingMessage
from shared.subscription.healing import Healed
from tests.shared.messaging.conftest import Adapter
from tests.support.kafka import TestKafka
from tests.support.looking import parked
from tests.support.poisoned import CONSUMER, VIEW, YOUNGER, Scene, scene, told

FOLLOWS = "follows an entry that was set aside"
BOTH = (VIEW, CONSUMER)
UNKNOWN = f"UnknownMessage: {YOUNGER} is not known to this release"
_EMPTIED = (
    "delete from messaging.messages where topic = :topic",
    "delete from messaging.topics where topic = :topic",
)

Anew = Callable[[Sequence[OutgoingMessage]], Scene]


def history() -> list[OutgoingMessage]:
    """Of stream b one that no release of today knows, of c one that none ever will."""
    found = told("a", "b", "b", "c", "a")
    found[1] = told("b", kind=YOUNGER, first=2)[0]
    found[3] = structs.replace(found[3], value=b"{")
    return found


@pytest.fixture(params=["embedded", "on_kafka"])
def made_anew(request: pytest.FixtureRequest, database_url: str) -> Iterator[Anew]:
    """Given a topic whose relay died once, so that it began twice: what waits in it, and what was discarded.

    Told something, it makes the topic anew with that, and moves everybody back.
    """
    adapter: Adapter = request.getfixturevalue(request.param)
    kafka: TestKafka | None = None
    if request.param == "on_kafka":
        kafka = request.getfixturevalue("kafka")
    topic = kafka.make_topic() if kafka else adapter.make_topic()
    with ExitStack() as opened:
        before = opened.enter_context(scene(database_url, adapter.open(), topic))
        before.publish([*history()[:2], *history()])
        before.run_to(7)
        for healing in before.healings():
            [*_, letter] = healing.listed()
            assert healing.discard(letter.id, "no message") == Healed("c", 0, 0)

        def anew(messages: Sequence[OutgoingMessage]) -> Scene:
            with before.engine.begin() as connection:
                if kafka is None:
                    for statement in _EMPTIED:
                        connection.execute(text(statement), {"topic": topic})
                connection.execute(text("update subscription.checkpoints set position = 0"))
            if kafka:
                kafka.make_anew(topic)
            after = opened.enter_context(scene(database_url, adapter.open(), topic))
            after.publish(messages)
            return after

        yield anew


def test_what_was_discarded_leaves_out_nothing_else_and_stays_out_itself(made_anew: Anew) -> None:
    """The sixth position was that of the message that was discarded."""
    anew = made_anew([*history(), *told("d", first=6)])

    anew.run_to(6)

    assert anew.seen() == anew.acted("a", "d") == ["a@1", "a@5", "d@6"]
    assert [sorted(parked(anew.engine, one)) for one in BOTH] == [[2, 3], [2, 3]]
    assert anew.view().rebuild().run().identical


def test_a_new_fault_is_set_aside_where_another_has_stood_that_still_waits(made_anew: Anew) -> None:
    """The fourth and fifth position were theirs of stream b, which stand at the second and third now."""
    more = [*told("d", first=6), *told("e", kind=YOUNGER, first=7), *told("f", first=8)]
    again = [one for one in history() if one.key != "a"]
    anew = made_anew([*again, *more])

    anew.run_to(len(again) + len(more))

    waiting = {1: UNKNOWN, 2: FOLLOWS, 5: UNKNOWN}
    assert [parked(anew.engine, one) for one in BOTH] == [waiting, waiting]


def test_what_waits_is_taken_where_it_stands_now(made_anew: Anew) -> None:
    anew = made_anew(history())
    anew.run_to(5)

    for healing in anew.healings(YOUNGER):
        assert healing.preview("b") == Healed("b", 2, 0)
        assert healing.retry_all() == [Healed("b", 2, 0)]

    assert anew.seen() == anew.acted("a", "b") == ["a@1", "a@5", "b@2", "b@3"]
    assert anew.view(YOUNGER).rebuild().run().identical


def test_nobody_takes_what_stands_now_where_another_waited(made_anew: Anew) -> None:
    """A retry before its subscription has come by it again: the reason says so, and it goes on waiting."""
    anew = made_anew(told("x", "x", "x", "x", "x", "x"))

    for healing in anew.healings(YOUNGER):
        [healed] = healing.retry_all()
        assert (healed.healed, healed.left) == (0, 2)
        assert "holds another entry" in healed.reason
