"""A clerk acts while he may, one of several at a time, and looks again after any fault."""

from collections.abc import Iterator
from threading import Event

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.policies.clerk import Clerk
from shared.subscription.lease import Lease
from shared.subscription.progress import State

SOON = 0.01


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_a_look_tells_how_much_it_changed(engine: Engine) -> None:
    assert Clerk(engine, "clerk", lambda: [True, False, True]).look() == 2


def test_he_looks_again_and_again_until_he_is_stopped(engine: Engine) -> None:
    looks, thrice = [0], Event()

    def acts() -> Iterator[bool]:
        looks[0] += 1
        if looks[0] == 3:
            thrice.set()
        yield True

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert thrice.wait(30)
    clerk.stop()
    done = looks[0]

    free = Lease(engine, "clerk")
    free.take()
    free.give_back()
    assert looks[0] == done


def test_he_is_there_when_the_next_act_comes_due(engine: Engine) -> None:
    looks, twice = [0], Event()

    def acts() -> Iterator[bool]:
        looks[0] += 1
        if looks[0] == 2:
            twice.set()
        yield True

    clerk = Clerk(engine, "clerk", acts, every_seconds=60, rests=lambda: SOON)
    clerk.start()

    assert twice.wait(30)
    clerk.stop()


def test_a_fault_is_told_and_the_next_look_tries_again(engine: Engine) -> None:
    looks, mended = [0], Event()

    def acts() -> Iterator[bool]:
        looks[0] += 1
        if looks[0] == 1:
            raise ValueError("the first look fails")
        yield True
        mended.set()

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert mended.wait(30)
    clerk.stop()

    assert clerk.progress.retries == 1
    assert clerk.progress.healthy


def test_while_another_is_at_work_he_stands_by(engine: Engine) -> None:
    other, acted = Lease(engine, "clerk"), Event()
    other.take()

    def acts() -> Iterator[bool]:
        acted.set()
        yield True

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert clerk.progress.wait_until(lambda p: p.state is State.STANDING_BY, 30)
    assert not acted.is_set()
    other.give_back()
    assert acted.wait(30)
    clerk.stop()


def test_told_to_stop_he_ends_between_two_acts(engine: Engine) -> None:
    first, stopped, acts_done = Event(), Event(), []

    def acts() -> Iterator[bool]:
        for number in range(3):
            acts_done.append(number)
            first.set()
            assert stopped.wait(30)
            yield True

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert first.wait(30)
    clerk._stop.set()
    stopped.set()
    clerk.stop()

    assert acts_done == [0]
