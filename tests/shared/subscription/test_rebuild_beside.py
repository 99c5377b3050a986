"""What goes on beside a rebuild: writes, queries, other rebuilds."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, text

from shared.messaging.promise import Message
from shared.subscription import rebuild
from shared.subscription.loop import Subscription
from shared.subscription.promise import Fenced
from shared.subscription.rebuild import Rebuild, RebuildRunning
from tests.support.looking import ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource


def test_writes_go_on_during_a_rebuild_and_none_is_lost_or_doubled(
    engine: Engine, view: Sample, source: ListSource, live: Subscription[Message]
) -> None:
    """More is told at every batch: before the live projector has to wait, and while it waits."""
    more = messages(*[("abc"[n % 3], n) for n in range(900)])[90:]
    batches = set[int]()

    def tell(done: int, total: int) -> None:
        if done in batches:
            return  # an index comes next, and no batch
        batches.add(done)
        for _ in range(10):
            source.tell(more.pop(0))
        if total == 90:
            told = source.head()
            assert live.progress.wait_until(lambda p: p.position == told, 20)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild, "BATCH", 10)
        report = Rebuild(engine, view, [source]).run(progress=tell)

    assert (report.identical, report.switched, report.events) == (True, True, 180)
    source.tell(*more)
    assert live.progress.wait_until(lambda p: p.position == 900, 20)
    assert live.progress.healthy
    assert (len(ledger(engine)), parked(engine)) == (900, {})
    assert Rebuild(engine, view, [source]).run().identical


@pytest.mark.usefixtures("live")
def test_of_two_rebuilds_at_once_the_second_is_refused(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    refused: list[bool] = []

    def second(_done: int, _total: int) -> None:
        with pytest.raises(RebuildRunning):
            Rebuild(engine, view, [source]).run()
        refused.append(True)

    assert Rebuild(engine, view, [source]).run(progress=second).identical
    assert refused


@pytest.mark.usefixtures("live")
def test_who_throws_every_copy_away_waits_for_the_rebuild_that_makes_one(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    again, dropped = Rebuild(engine, view, [source]), Future[None]()

    with ThreadPoolExecutor(1) as somebody:

        def meanwhile(_done: int, _total: int) -> None:
            nonlocal dropped
            dropped = somebody.submit(again.drop_copies)
            while not (_waiting(engine) or dropped.done()):
                pass

        assert again.run(progress=meanwhile).identical
        dropped.result()

    with engine.connect() as connection:
        asked = text("select nspname from pg_namespace where nspname like 'sample%'")
        assert list(connection.execute(asked).scalars()) == ["sample"]


def _waiting(engine: Engine) -> bool:
    with engine.connect() as connection:
        asked = "select from pg_locks where locktype = 'advisory' and not granted"
        return connection.exec_driver_sql(asked).first() is not None


@pytest.mark.usefixtures("live")
def test_a_rebuild_that_lost_its_lock_to_another_switches_nothing(
    engine: Engine, view: Sample, source: ListSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session died unnoticed and another rebuild began the copy anew: the fence holds it off."""
    compare = Rebuild._compare

    def begun_anew(again: Rebuild) -> dict[str, int] | None:
        differences = compare(again)
        with engine.begin() as connection:
            again._copies.make_next(connection)
        return differences

    monkeypatch.setattr(Rebuild, "_compare", begun_anew)
    with pytest.raises(Fenced):
        Rebuild(engine, view, [source]).run()
    assert len(ledger(engine)) == 90


@pytest.mark.usefixtures("live")
def test_queries_during_switches_never_fail_and_never_see_an_empty_view(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    done = threading.Event()
    again = Rebuild(engine, view, [source])

    def ask(query: Callable[[], int]) -> set[int]:
        seen = {query()}
        while not done.is_set():
            seen.add(query())
        return seen

    with (
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as kept,
        ThreadPoolExecutor(3) as readers,
    ):
        queries = (lambda: len(ledger(engine)), lambda: _counted(kept), lambda: _joined(engine))
        asking = [readers.submit(ask, query) for query in queries]
        try:
            for _ in range(6):
                assert again.run().identical
            again.drop_old()
        finally:
            done.set()
        assert [reader.result() for reader in asking] == [{90}] * 3


def _counted(kept: Connection) -> int:
    """One connection keeps its prepared statement across switches."""
    return int(kept.execute(text("select count(*) from sample.ledger")).scalar_one())


def _joined(engine: Engine) -> int:
    with engine.connect() as connection:
        asked = text("select count(*) from sample.ledger join sample.streams using (stream)")
        return int(connection.execute(asked).scalar_one())


def test_the_live_view_goes_on_while_the_copy_is_loaded(
    engine: Engine, view: Sample, source: ListSource, live: Subscription[Message]
) -> None:
    def go_on(_done: int, total: int) -> None:
        if total == 90:  # not yet behind the lock, where it waits for the switch
            source.tell(messages(*[("abc"[n % 3], n) for n in range(91)])[-1])
            assert live.progress.wait_until(lambda p: p.position == 91, 20)
            assert len(ledger(engine)) == 91

    report = Rebuild(engine, view, [source]).run(progress=go_on)

    assert (report.identical, report.events, len(ledger(engine))) == (True, 91, 91)
