"""The loop is told to stop: the batch at hand is finished, and nothing else is waited for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from shared.subscription import follower
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from tests.shared.subscription.loop.scene import (
    HOUR,
    LONG,
    TOLD,
    Faulty,
    Start,
    reached,
    turned,
)
from tests.support.gate import Gate
from tests.support.looking import checkpoint, ledger
from tests.support.sample import Sample
from tests.support.sources import ListSource


def test_a_rest_does_not_delay_the_end(source: ListSource, start: Start) -> None:
    source.tell(*TOLD[:1])
    following = start(Faulty(), rest=HOUR)
    assert reached(following, 1)

    following.stop()

    assert not following._led._thread.is_alive()


def test_stopping_finishes_the_batch_at_hand_and_takes_up_no_other(
    engine: Engine, view: Sample, source: ListSource, start: Start, database_url: str
) -> None:
    source.tell(*TOLD)
    with (
        Gate(database_url, "sample.ledger", "new.event_id = 'a@2'") as gate,
        ThreadPoolExecutor(1) as thread,
    ):
        subscription = start(Projector(engine, view))
        gate.wait_for_somebody()
        stopping = thread.submit(subscription.stop)
        while not subscription._led._stop.is_set():
            pass
        assert ledger(engine) == []
        gate.open()
        stopping.result(LONG)
    assert (len(ledger(engine)), checkpoint(engine, source.name).position) == (3, 3)
    assert not subscription._led._thread.is_alive()


@pytest.mark.parametrize("state", [State.WAITING, State.RETRYING, State.STOPPED])
def test_stopping_does_not_wait_for_a_signal_or_for_the_next_attempt(
    source: ListSource, start: Start, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    monkeypatch.setattr(follower, "_FIRST_PAUSE", HOUR)
    if state is not State.WAITING:
        source.tell(*TOLD)
    handler = Faulty(ZeroDivisionError() if state is State.STOPPED else OSError("no route"))
    subscription = start(handler)
    assert turned(subscription, state)

    subscription.stop()

    assert not subscription._led._thread.is_alive()
    assert handler.closed
