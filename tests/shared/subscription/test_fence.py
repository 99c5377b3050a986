"""What a projector finds when it had to wait for others before its batch."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from shared.clock import monotonic_seconds
from shared.database import open_engine
from shared.messaging.promise import Message
from shared.subscription import checkpoints, dead_letters, faults, fence
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.projector import Projector
from shared.subscription.text_rows import copy_into
from shared.subscription.views import shape_of
from tests.support.events import NOW
from tests.support.gate import Gate
from tests.support.looking import ledger, parked
from tests.support.sample import LEDGER, Sample, messages

S = "sample.v1/0"
PATIENCE = 10.0


def test_a_batch_that_waited_for_the_end_of_a_healing_parks_nobody(
    engine: Engine, view: Sample, database_url: str
) -> None:
    """Its first statement saw the stream still parked; the healing ended while it waited."""
    ill = Projector(engine, replace(view, refuses=frozenset({1})))
    told = messages(("a", 1), ("a", 2), ("a", 3))
    ill.handle(S, ill.resume(S), told[:2])
    assert sorted(parked(engine)) == [1, 2]
    mended = Projector(engine, view)
    mended.resume(S)

    with (
        Gate(database_url, "sample.ledger", "false") as looking,
        ThreadPoolExecutor(1) as thread,
        engine.begin() as healing,
    ):
        checkpoints.hold_all(healing, view.name)
        for letter in dead_letters.listed(healing, view.name):
            dead_letters.remove(healing, letter.id)
        waiting = thread.submit(mended.handle, S, 2, told[2:])
        looking.wait_for_somebody("transactionid", "tuple")
        healing.commit()
        assert waiting.result(10) == 3

    assert parked(engine) == {}
    assert ledger(engine) == ["a@3"]


def test_who_is_paused_amid_a_batch_does_not_keep_his_successor_waiting(
    engine: Engine, view: Sample, database_url: str
) -> None:
    """The process stands still and holds the checkpoint; the server lets go of it."""
    short, batch = open_engine(database_url, idle=0.3), messages(("a", 1), ("a", 2))
    successor = Projector(engine, view)
    successor.resume(S)
    with short.connect() as paused:
        fence.hold_live(paused, view.name, S, 0, view=view.name, shape=shape_of(view))

        assert successor.handle(S, 0, batch) == 2
        with pytest.raises(DBAPIError) as woken:
            paused.execute(text("select 1"))
    assert faults.passes(woken.value)
    short.dispose()
    assert ledger(engine) == ["a@1", "a@2"]


def test_who_stands_still_amid_a_copy_is_ended_by_who_waits_for_his_checkpoint(
    view: Sample, database_url: str
) -> None:
    """The server waits for the rest of the rows for ever; the other tries again and takes over."""
    short, batch = open_engine(database_url, idle=0.3), messages(("a", 1), ("a", 2))
    successor = Projector(short, view)
    successor.resume(S)

    def takes_over() -> None:
        with pytest.raises(OperationalError) as late:
            successor.handle(S, 0, batch)
        assert faults.passes(late.value)
        assert successor.handle(S, successor.resume(S), batch) == 2

    frozen = short.connect()
    fence.hold_live(frozen, view.name, S, 0, view=view.name, shape=shape_of(view))
    with pytest.raises(psycopg.OperationalError):
        amid_a_copy(frozen, takes_over)
    frozen.invalidate()
    frozen.close()
    assert ledger(short) == ["a@1", "a@2"]
    short.dispose()


def test_who_comes_when_somebody_stands_still_behind_a_checkpoint_he_moved_takes_over(
    view: Sample, database_url: str
) -> None:
    """His last rows went in a pipeline: the server's clock for idle sessions may not run."""
    short, batch = open_engine(database_url, idle=0.3), messages(("a", 1), ("a", 2))
    Projector(short, view).resume(S)
    frozen = short.connect()
    step = fence.Step(S, 0, 1, Checkpoint(1, 1, NOW))
    assert fence.take_live(frozen, view.name, shape_of(view), [step])
    frozen.execute(text("select :n"), [{"n": "a"}, {"n": "b"}])

    comes = Projector(short, view)
    coming = ThreadPoolExecutor(1)
    assert coming.submit(comes.resume, S).result(PATIENCE) == 0
    assert tried_again(comes, batch) == 2

    frozen.invalidate()
    frozen.close()
    coming.shutdown()
    assert ledger(short) == ["a@1", "a@2"]
    short.dispose()


def tried_again(projector: Projector[Message], batch: Sequence[Message]) -> int:
    """As a loop does: the session that is ended may take a moment to end."""
    until = monotonic_seconds() + PATIENCE
    while True:
        try:
            return projector.handle(S, projector.resume(S), batch)
        except OperationalError:
            assert monotonic_seconds() < until


def amid_a_copy(frozen: Connection, act: Callable[[], None]) -> None:
    """Half of a row is on its way when something else happens; then the other half is sent."""
    with copy_into(frozen, LEDGER, "sample", [c.name for c in LEDGER.columns]) as copy:
        copy.write(b"half of a r")
        act()


def test_who_is_only_slow_is_waited_for(view: Sample, database_url: str) -> None:
    """A transaction that works, and one that has not stood still for long, are left alone."""
    short = open_engine(database_url, idle=0.5)
    successor = Projector(short, view)
    successor.resume(S)
    with short.begin() as busy:
        fence.hold_live(busy, view.name, S, 0, view=view.name, shape=shape_of(view))
        with ThreadPoolExecutor(1) as thread:
            working = thread.submit(busy.execute, text("select pg_sleep(1.2)"))
            with pytest.raises(OperationalError):
                successor.handle(S, 0, messages(("a", 1)))
            working.result(10)
    short.dispose()
