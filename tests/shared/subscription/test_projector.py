"""Rows and checkpoint in one transaction, each entry once, poison set aside."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from shared.messaging.promise import Message
from shared.subscription.limit import Limit
from shared.subscription.projector import Projector
from shared.subscription.promise import NO_SEQUENCE, Fenced, TooManyDeadLetters
from tests.support.gate import Gate
from tests.support.looking import checkpoint, cut_sessions, last, ledger, parked
from tests.support.sample import LastOnly, Sample, messages

S = "sample.v1/0"
FOLLOWS = "follows an entry that was set aside"


def refusing(view: Sample, *numbers: int) -> Sample:
    return replace(view, refuses=frozenset(numbers))


def handle_all(projector: Projector[Message], batches: Sequence[Sequence[Message]]) -> int:
    position = projector.resume(S)
    for batch in batches:
        position = projector.handle(S, position, batch)
    return position


def test_rows_and_checkpoint_move_together(engine: Engine, view: Sample) -> None:
    projector = Projector(engine, view)
    batch = messages(("a", 1), ("b", 2), ("a", 3))

    assert projector.resume(S) == 0
    assert projector.handle(S, 0, batch) == 3

    assert ledger(engine) == ["a@1", "a@2", "b@1"]
    assert checkpoint(engine, S) == (3, 3, batch[-1].recorded_at)
    assert Projector(engine, view).resume(S) == 3


@pytest.mark.parametrize("table", ["sample.ledger", "sample.streams"])
@pytest.mark.parametrize("fault", [Gate.cut_who_waits, Gate.cancel_who_waits])
def test_a_fault_of_the_database_leaves_neither_rows_nor_checkpoint_nor_a_dead_letter(
    engine: Engine, view: Sample, database_url: str, table: str, fault: Callable[[Gate], None]
) -> None:
    """Whether COPY or SQLAlchemy was at work, whether the session is gone or not."""
    batch = messages(("a", 1), ("a", 2))
    with Gate(database_url, table) as gate, ThreadPoolExecutor(1) as thread:
        projector = Projector(engine, view)
        running = thread.submit(projector.handle, S, projector.resume(S), batch)
        fault(gate)
        with pytest.raises((DBAPIError, psycopg.OperationalError)):
            running.result(10)
        assert (ledger(engine), parked(engine)) == ([], {})
        assert checkpoint(engine, S).position == 0
        gate.open()

    assert handle_all(Projector(engine, view), [batch]) == 2
    assert ledger(engine) == ["a@1", "a@2"]


def test_of_two_projectors_on_one_batch_only_one_writes(engine: Engine, view: Sample) -> None:
    batch = messages(*[("a", n) for n in range(1, 30)])
    projectors = [Projector(engine, view) for _ in range(4)]
    for projector in projectors:
        projector.resume(S)

    def attempt(projector: Projector[Message]) -> bool:
        try:
            projector.handle(S, 0, batch)
        except Fenced:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(attempt, projectors)).count(True) == 1
    assert len(ledger(engine)) == 29


def test_the_slower_of_two_is_fenced_and_takes_up_behind_the_faster(
    engine: Engine, view: Sample
) -> None:
    slow, fast = Projector(engine, view), Projector(engine, view)
    batch = messages(("a", 1), ("a", 2), ("a", 3))
    assert (slow.resume(S), fast.resume(S)) == (0, 0)
    fast.handle(S, 0, batch[:2])

    with pytest.raises(Fenced):
        slow.handle(S, 0, batch)

    assert slow.resume(S) == 2
    slow.handle(S, 2, batch[2:])
    assert ledger(engine) == ["a@1", "a@2", "a@3"]


def again(message: Message, position: int) -> Message:
    """The same message, published again."""
    return structs.replace(message, position=position)


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_entries_that_come_twice_are_dropped_by_their_sequence(
    engine: Engine, view: Sample, size: int
) -> None:
    """A relay that died before its checkpoint publishes again: later, or in the same batch."""
    one, two, three = messages(("a", 1), ("a", 2), ("b", 3))
    told = [one, two, again(one, 3), again(two, 4), again(three, 5), again(two, 6), again(three, 7)]

    handle_all(Projector(engine, view), [told[i : i + size] for i in range(0, len(told), size)])

    assert (ledger(engine), parked(engine)) == (["a@1", "a@2", "b@1"], {})
    assert checkpoint(engine, S)[:2] == (7, 3)


def test_a_twin_within_one_batch_does_not_bring_back_what_is_over(
    engine: Engine, view: Sample
) -> None:
    told = messages(("a", 1), ("a", 2))
    projector = Projector(engine, LastOnly())
    projector.handle(S, projector.resume(S), [*told, again(told[0], 3)])
    assert (last(engine), view.name) == ({"a": 2}, LastOnly().name)


def test_a_poison_entry_is_set_aside_with_its_reason_and_its_stream_waits_behind_it(
    engine: Engine,
    view: Sample,
) -> None:
    told = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3), ("c", 4), ("a", 5), ("b", 6))

    handle_all(Projector(engine, refusing(view, 666)), [told[:5], told[5:]])

    assert ledger(engine) == ["a@1", "b@1", "b@2", "c@1"]
    assert parked(engine) == {2: "ValueError: number 666 is refused", 4: FOLLOWS, 6: FOLLOWS}
    assert last(engine) == {"a": 1, "b": 6, "c": 4}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    told=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 6)), max_size=12),
    cuts=st.sets(st.integers(0, 12), max_size=6),
    refused=st.sets(st.integers(1, 6), max_size=3),
)
def test_live_and_rebuild_set_the_same_entries_aside_in_any_batching(
    engine: Engine, view: Sample, told: list[tuple[str, int]], cuts: set[int], refused: set[int]
) -> None:
    """One batch, and the same entries cut anywhere: same rows, same dead letters, as computed."""
    entries = messages(*told)
    edges = [0, *sorted(c for c in cuts if 0 < c < len(entries)), len(entries)]
    batchings = [[entries], [entries[a:b] for a, b in pairwise(edges)]]
    waiting: set[str] = set()
    expected, aside = [], []
    for entry, (key, number) in zip(entries, told, strict=True):
        if key in waiting or number in refused:
            waiting.add(key)
            aside.append(entry.position)
        else:
            expected.append(entry.sequence)

    for batching in batchings:
        _empty(engine)
        projector = Projector(engine, refusing(view, *refused), limit=Limit(in_a_row=100))
        handle_all(projector, [batch for batch in batching if batch])
        with engine.connect() as connection:
            stored = connection.execute(text("select sequence from sample.ledger order by 1"))
            assert list(stored.scalars()) == expected
        assert sorted(parked(engine)) == aside


def _empty(engine: Engine) -> None:
    """As if nothing had ever been handled."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "truncate sample.ledger, sample.streams, subscription.checkpoints,"
                " subscription.dead_letters"
            )
        )


def test_too_many_in_a_row_stop_the_subscription_and_the_rest_is_left_where_it_is(
    engine: Engine, view: Sample
) -> None:
    told = messages(*[(f"k{n}", 666) for n in range(20)])
    projector = Projector(engine, refusing(view, 666), limit=Limit(in_a_row=4))

    with pytest.raises(TooManyDeadLetters, match=r"4 in a row.*number 666 is refused"):
        handle_all(projector, [told])

    assert (sorted(parked(engine)), checkpoint(engine, S).position) == ([1, 2, 3], 3)


def test_a_few_bad_entries_over_a_long_time_do_not_stop_it(engine: Engine, view: Sample) -> None:
    """Each good entry between them breaks the row, also when each comes in a batch of its own."""
    told = messages(*[(f"k{n}", 666 if n % 2 else 1) for n in range(12)])

    handle_all(Projector(engine, refusing(view, 666), limit=Limit(in_a_row=3)), [[m] for m in told])

    assert len(parked(engine)) == 6


def test_too_large_a_share_stops_it(engine: Engine, view: Sample) -> None:
    told = messages(*[(f"k{n}", 666 if n % 2 else 1) for n in range(40)])
    projector = Projector(
        engine, refusing(view, 666), limit=Limit(in_a_row=2, share=0.3, window=20)
    )

    with pytest.raises(TooManyDeadLetters, match="7 of the last"):
        handle_all(projector, [[m] for m in told])


def test_a_row_the_database_refuses_for_good_is_poison_too(engine: Engine, view: Sample) -> None:
    """Also when its key is larger than any index can hold: waiting would never end."""
    large = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(6000))
    told = messages(("a", 1), ("a", 2**40), (large, 2), ("b", 3))

    assert handle_all(Projector(engine, view), [told]) == 4

    assert ledger(engine) == ["a@1", "b@1"]
    reasons = parked(engine)
    assert "out of range" in reasons[2]
    assert "index row" in reasons[3]


def test_what_postgresql_cannot_hold_is_set_aside_all_the_same(
    engine: Engine, view: Sample
) -> None:
    told = messages(("a\0", 1), ("b", 1), ("a\0", 2))

    handle_all(Projector(engine, view), [told])

    assert ledger(engine) == ["b@1"]
    assert sorted(parked(engine)) == [1, 3]
    assert parked(engine)[3] == FOLLOWS


def test_a_restart_of_the_server_between_two_batches_goes_unnoticed(
    engine: Engine, view: Sample, database_url: str
) -> None:
    projector = Projector(engine, view)
    projector.handle(S, projector.resume(S), messages(("a", 1)))
    cut_sessions(database_url)
    projector.handle(S, projector.resume(S), messages(("b", 1), start=2))
    assert ledger(engine) == ["a@1", "b@1"]


def test_a_projector_of_another_shape_stands_by(engine: Engine, view: Sample) -> None:
    """A release that is being replaced must not write into its successor's tables, nor set aside."""
    newer = Projector(engine, replace(view, shape="2"))
    with pytest.raises(Fenced, match="another shape"):
        newer.handle(S, newer.resume(S), messages(("a", 1)))
    assert (ledger(engine), parked(engine)) == ([], {})


def test_what_the_carrier_found_unfit_is_set_aside_with_its_followers_though_it_could_be_read(
    engine: Engine, view: Sample
) -> None:
    first, unfit, *others = messages(("a", 1), ("a", 2), ("b", 3), ("a", 4))
    unfit = structs.replace(unfit, fault="header ce_sequence is missing", sequence=NO_SEQUENCE)

    assert handle_all(Projector(engine, view), [[first, unfit, *others]]) == 4

    assert ledger(engine) == ["a@1", "b@1"]
    assert parked(engine) == {2: "Unfit: header ce_sequence is missing", 4: FOLLOWS}
    assert checkpoint(engine, S)[:2] == (4, 4)


def test_an_entry_without_a_sequence_is_never_taken_for_a_repeated_one(
    engine: Engine, view: Sample
) -> None:
    told = messages(("a", 1), ("b", 2), ("c", 3))
    told[1] = structs.replace(told[1], sequence=NO_SEQUENCE)

    assert handle_all(Projector(engine, view), [told[:1], told[1:2], told[2:]]) == 3

    assert ledger(engine) == ["a@1", "b@1", "c@1"]
    assert checkpoint(engine, S)[:2] == (3, 3), "and it does not set the sequence back"
