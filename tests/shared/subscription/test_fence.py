"""What a projector finds when it had to wait for others before its batch."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from shared.database import open_engine
from shared.subscription import checkpoints, dead_letters, faults, fence
from shared.subscription.projector import Projector
from shared.subscription.views import shape_of
from tests.support.gate import Gate
from tests.support.looking import ledger, parked
from tests.support.sample import Sample, messages

S = "sample.v1/0"


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
