"""A clerk acts while he may, one of several at a time, and looks again after any fault."""

from collections.abc import Iterator
from threading import Event

import pytest
from psycopg import OperationalError
from sqlalchemy import Engine

from shared.database import open_engine, open_observing_pool
from shared.metrics import Metrics
from shared.policies.clerk import Act, Clerk
from shared.subscription.lease import Lease
from shared.subscription.progress import State
from shared.subscription.standing import Observer
from shared.watching import Watching
from tests.support.scraping import samples

SOON = 0.01


def done() -> bool:
    return True


def nothing_to_do() -> bool:
    return False


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_a_look_tells_how_much_it_changed(engine: Engine) -> None:
    assert Clerk(engine, "clerk", lambda: [done, nothing_to_do, done]).look() == 2


def test_he_looks_again_and_again_until_he_is_stopped(engine: Engine) -> None:
    looks, thrice = [0], Event()

    def acts() -> Iterator[Act]:
        looks[0] += 1
        if looks[0] == 3:
            thrice.set()
        yield done

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

    def acts() -> Iterator[Act]:
        looks[0] += 1
        if looks[0] == 2:
            twice.set()
        yield done

    clerk = Clerk(engine, "clerk", acts, every_seconds=60, rests=lambda: SOON)
    clerk.start()

    assert twice.wait(30)
    clerk.stop()


def test_a_fault_is_told_and_the_next_look_tries_again(engine: Engine) -> None:
    looks, mended = [0], Event()

    def acts() -> Iterator[Act]:
        looks[0] += 1
        if looks[0] == 1:
            raise ValueError("the first look fails")
        yield done
        mended.set()

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert mended.wait(30)
    clerk.stop()

    assert clerk.progress.retries == 1
    assert clerk.progress.healthy


def test_an_act_that_fails_keeps_no_other_from_being_done_and_is_told(engine: Engine) -> None:
    did = []

    def fails() -> bool:
        raise ValueError("one cannot be done")

    def after() -> bool:
        did.append("after")
        return True

    clerk = Clerk(engine, "clerk", lambda: [done, fails, after], every_seconds=60)
    with pytest.raises(ValueError, match="one cannot be done"):
        clerk.look()
    assert did == ["after"]
    assert clerk.progress.handled == 2

    clerk.start()
    assert clerk.progress.wait_until(lambda p: p.state is State.RETRYING, 30)
    clerk.stop()
    assert not clerk.progress.healthy


def test_while_the_database_is_away_nothing_more_is_tried(engine: Engine) -> None:
    did = []

    def fails() -> bool:
        raise OperationalError("the server is gone")

    def after() -> bool:
        did.append("after")
        return True

    with pytest.raises(OperationalError):
        Clerk(engine, "clerk", lambda: [fails, after]).look()
    assert did == []


def test_while_another_is_at_work_he_stands_by(engine: Engine) -> None:
    other, acted = Lease(engine, "clerk"), Event()
    other.take()

    def acts() -> Iterator[Act]:
        acted.set()
        yield done

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert clerk.progress.wait_until(lambda p: p.state is State.STANDING_BY, 30)
    assert not acted.is_set()
    other.give_back()
    assert acted.wait(30)
    clerk.stop()


def test_told_to_stop_he_ends_between_two_acts(engine: Engine) -> None:
    first, stopped, acts_done = Event(), Event(), []

    def acts() -> Iterator[Act]:
        for number in range(3):
            acts_done.append(number)
            first.set()
            assert stopped.wait(30)
            yield done

    clerk = Clerk(engine, "clerk", acts, every_seconds=SOON)
    clerk.start()
    assert first.wait(30)
    clerk._stop.set()
    stopped.set()
    clerk.stop()

    assert acts_done == [0]


def test_a_clerk_is_ready_while_he_looks_and_not_while_he_fails_or_hangs(
    engine: Engine, database_url: str
) -> None:
    at_work, go = Event(), Event()

    def hangs() -> bool:
        at_work.set()
        return go.wait(30)

    def fails() -> bool:
        raise ValueError("cannot be done")

    clerks = {
        "sample.well": Clerk(engine, "sample.well", lambda: [lambda: True]),
        "sample.hangs": Clerk(engine, "sample.hangs", lambda: [hangs]),
        "sample.fails": Clerk(engine, "sample.fails", lambda: [fails]),
    }
    for clerk in clerks.values():
        clerk.start()
    well, failing = clerks["sample.well"].progress, clerks["sample.fails"].progress
    assert at_work.wait(30)
    assert well.wait_until(lambda p: p.state is State.WAITING, 30)
    assert failing.wait_until(lambda p: p.state is State.RETRYING, 30)

    with open_observing_pool(database_url) as observing:
        watching = Watching(Observer(observing, []), {}, clerks=clerks, stuck_seconds=0)
        told = {check.name: (check.ok, check.state) for check in watching.readiness()}
        metrics = Metrics("sample")
        watching.show(metrics)
        figures = samples(metrics)

    go.set()
    for clerk in clerks.values():
        clerk.stop()
    assert told["sample.well"] == (True, State.WAITING)
    assert told["sample.hangs"] == (False, State.RUNNING)
    assert told["sample.fails"] == (False, State.RETRYING)
    for name, healthy in (("well", 1), ("fails", 0)):
        here = f"[source=clock,subscription=sample.{name}]"
        assert figures[f"sample_subscription_healthy{here}"] == healthy
