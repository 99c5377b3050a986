"""Rows and checkpoint in one transaction, each entry once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from msgspec import structs
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.messaging.promise import Message
from shared.subscription.projector import Projector
from shared.subscription.promise import NO_SEQUENCE, Fenced
from tests.shared.subscription.projector_scene import S, handle_all
from tests.support.gate import Gate
from tests.support.looking import checkpoint, cut_sessions, last, ledger, parked
from tests.support.sample import LastOnly, Sample, messages


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


def test_an_entry_without_a_sequence_is_never_taken_for_a_repeated_one(
    engine: Engine, view: Sample
) -> None:
    told = messages(("a", 1), ("b", 2), ("c", 3))
    told[1] = structs.replace(told[1], sequence=NO_SEQUENCE)

    assert handle_all(Projector(engine, view), [told[:1], told[1:2], told[2:]]) == 3

    assert ledger(engine) == ["a@1", "b@1", "c@1"]
    assert checkpoint(engine, S)[:2] == (3, 3), "and it does not set the sequence back"
