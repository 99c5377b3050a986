"""By what an entry that was set aside is known when it comes again: its sequence, or, telling none, its position and value."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.policies.behind_view import BehindView
from shared.subscription.healing import Healed, Healing, ViewCure
from shared.subscription.limit import Limit
from shared.subscription.projector import Projector
from shared.subscription.promise import NO_SEQUENCE
from shared.subscription.rebuild import Rebuild
from tests.shared.subscription.test_rebuild import one_by_one, replaced
from tests.support.looking import ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("b", 666), ("a", 2), ("b", 3), ("c", 4), ("a", 5))


def standing(told: Sequence[Message], *positions: int) -> list[Message]:
    """The same messages, at other positions."""
    return [replaced(one, position) for one, position in zip(told, positions, strict=True)]


def unreadable(message: Message, value: bytes = b"") -> Message:
    """What stands where the message should."""
    fault = "the record cannot be read"
    return structs.replace(message, value=value, sequence=NO_SEQUENCE, fault=fault)


def follow(engine: Engine, view: Sample, told: Sequence[Message]) -> ListSource:
    """The view is told all of a topic, from its beginning."""
    with engine.begin() as connection:
        connection.execute(text("update subscription.checkpoints set position = 0"))
    source = ListSource(told)
    one_by_one(Projector(engine, view, limit=Limit(in_a_row=100)), source)
    return source


def healing(engine: Engine, view: Sample, source: ListSource) -> Healing[Message]:
    return Healing(ViewCure(engine, view), [source])


def discard(engine: Engine, view: Sample, source: ListSource) -> Healed:
    """The first that waits."""
    mending = healing(engine, view, source)
    return mending.discard(mending.listed()[0].id)


def test_a_rebuild_of_a_topic_made_anew_leaves_out_what_was_discarded_and_nothing_in_its_place(
    engine: Engine, view: Sample
) -> None:
    ill = replace(view, refuses=frozenset({666}))
    discard(engine, view, follow(engine, ill, standing(TOLD, 3, 4, 5, 6, 7, 8)))
    before = ledger(engine)
    assert before == ["a@1", "a@2", "a@3", "b@2", "c@1"]

    source = follow(engine, view, TOLD)

    assert Rebuild(engine, view, [source]).run().identical
    assert (ledger(engine), parked(engine)) == (before, {})


def test_what_waits_is_shown_where_it_came_last(engine: Engine, view: Sample) -> None:
    ill = replace(view, refuses=frozenset({666}))
    follow(engine, ill, standing(TOLD, 3, 4, 5, 6, 7, 8))
    assert sorted(parked(engine)) == [4, 6]

    source = follow(engine, ill, TOLD)

    assert sorted(parked(engine)) == [2, 4]
    assert [one.sequence for one in healing(engine, ill, source).listed()] == [2, 4]
    assert healing(engine, view, source).retry("b") == Healed("b", 2, 0)


def test_what_tells_no_sequence_is_known_where_it_stands(engine: Engine, view: Sample) -> None:
    """Whoever is moved back finds that it waits, or is left out."""
    told = [*TOLD[:2], unreadable(TOLD[2]), *TOLD[3:]]
    for _ in range(2):
        source = follow(engine, view, told)
        assert sorted(parked(engine)) == [3, 6]
    discard(engine, view, source)
    taken = ledger(engine)
    assert taken == ["a@1", "a@3", "b@1", "b@2", "c@1"]

    assert Rebuild(engine, view, [source]).run().identical
    assert (ledger(engine), parked(engine)) == (taken, {})


def test_what_told_no_sequence_and_was_discarded_leaves_out_nothing_in_its_place(
    engine: Engine, view: Sample
) -> None:
    discard(engine, view, follow(engine, view, [*TOLD[:2], unreadable(TOLD[2], b"one")]))

    source = follow(engine, view, TOLD[:3])
    assert Rebuild(engine, view, [source]).run().identical
    assert ledger(engine) == ["a@1", "a@2", "b@1"]
    follow(engine, view, [*TOLD[:2], unreadable(TOLD[2], b"other")])
    assert sorted(parked(engine)) == [3]


def test_two_that_tell_no_sequence_wait_side_by_side(engine: Engine, view: Sample) -> None:
    follow(engine, view, [unreadable(TOLD[0], b"one")])

    source = follow(engine, view, [unreadable(TOLD[0], b"other")])

    waiting = healing(engine, view, source).listed()
    assert [(one.position, one.value) for one in waiting] == [(None, b"one"), (1, b"other")]
    reason = healing(engine, view, source).preview("a").reason
    assert "holds another entry where it stood" in reason


def test_a_retry_takes_nothing_else_for_what_tells_no_sequence(
    engine: Engine, view: Sample
) -> None:
    follow(engine, view, [unreadable(TOLD[0], b"one")])

    healed = healing(engine, view, ListSource(TOLD)).retry("a")

    assert (healed.healed, healed.left, ledger(engine)) == (0, 1, [])


def test_a_stream_waits_in_the_order_of_the_log_whatever_was_set_aside_first(
    engine: Engine, view: Sample
) -> None:
    """What tells no place in it stands behind those that were set aside before."""
    told = messages(("a", 1), ("a", 666), ("a", 3), ("a", 4))
    told[2] = unreadable(told[2])
    ill = replace(view, refuses=frozenset({666}))
    follow(engine, ill, standing(told, 11, 12, 13, 14))
    with engine.begin() as connection:
        connection.execute(text("truncate sample.ledger, sample.streams"))
        connection.execute(text("update subscription.checkpoints set sequence = 0"))

    source = follow(engine, replace(view, refuses=frozenset({1, 666})), standing(told, 5, 6, 13, 9))

    waiting = healing(engine, view, source).listed()
    assert [one.position for one in waiting] == [5, 6, 13, 9]
    healed = healing(engine, view, source).retry("a")
    assert (healed.healed, healed.left) == (2, 2)
    assert ledger(engine) == ["a@1", "a@2"]


def test_what_a_rebuild_sets_aside_where_something_discarded_stood_is_switched_with_it(
    engine: Engine, view: Sample
) -> None:
    ill = replace(view, refuses=frozenset({666}))
    discard(engine, view, follow(engine, ill, standing(TOLD, 3, 4, 5, 6, 7, 8)))
    source = follow(engine, view, TOLD)

    worse = replace(view, refuses=frozenset({3}))
    report = Rebuild(engine, worse, [source]).run(accept_differences=True)

    assert report.switched
    assert parked(engine) == {4: "ValueError: number 3 is refused"}
    assert Rebuild(engine, worse, [source]).run().identical


def test_who_asks_a_view_waits_for_what_it_has_set_aside_and_for_nothing_in_its_place(
    engine: Engine, view: Sample
) -> None:
    ill = replace(view, refuses=frozenset({666}))
    follow(engine, ill, standing(TOLD, 3, 4, 5, 6, 7, 8))
    behind = BehindView(engine, follow(engine, ill, TOLD[:3]), view.name)
    assert [one.sequence for one in behind.read(0, 10) if one.fault] == [2]

    behind = BehindView(engine, follow(engine, ill, TOLD), view.name)

    assert [one.sequence for one in behind.read(0, 10) if one.fault] == [2, 4]
