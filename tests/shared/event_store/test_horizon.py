"""What an old write transaction does to readers, even one in another database of the cluster."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from shared.database import Pool, open_pool
from shared.event_store.postgres import (
    Numbering,
    PostgresEventStore,
    number_events,
    oldest_writer,
    state_of_log,
)
from shared.event_store.postgres import numbering as numbering_of_events
from shared.event_store.postgres.store import APPENDED, NUMBERED
from shared.signals import Bell, Signals
from tests.support.events import NOW, appended
from tests.support.postgres import at_database


@pytest.fixture
def elsewhere(database_url: str) -> str:
    """Another database of the same cluster."""
    return at_database(database_url, "postgres")


def test_an_idle_write_transaction_in_another_database_hides_newer_events_until_it_ends(
    database_url: str, elsewhere: str
) -> None:
    with open_pool(database_url) as pool, psycopg.connect(elsewhere) as idle:
        store = PostgresEventStore(pool)
        store.append([appended("a", 0)], NOW)
        number_events(pool)
        idle.execute("select pg_current_xact_id()")
        store.append([appended("a", 1)], NOW)

        assert number_events(pool) == (0, True)
        assert [event.version for event in store.read_log(0, 10)] == [1]

        idle.rollback()
        while number_events(pool) != (1, False):  # another test's transaction may be running too
            pass
        assert [event.version for event in store.read_log(0, 10)] == [1, 2]


def test_who_holds_the_horizon_and_for_how_long_can_be_asked(
    database_url: str, elsewhere: str
) -> None:
    with open_pool(database_url) as pool, psycopg.connect(elsewhere) as idle:
        idle.execute("select pg_current_xact_id()")
        idle.execute("select pg_sleep(0.02)")

        held = oldest_writer(pool)

        assert held.seconds >= 0.02
        if held.holder == f"pid {idle.info.backend_pid}":  # else another test's is still older
            assert held.database == "postgres"
        idle.rollback()
        assert oldest_writer(pool).holder != f"pid {idle.info.backend_pid}"


def test_how_far_the_log_is_and_what_has_no_place_in_it_yet(
    database_url: str, elsewhere: str
) -> None:
    with open_pool(database_url) as pool, psycopg.connect(elsewhere) as idle:
        store = PostgresEventStore(pool)
        store.append([appended("a", 0)], NOW)
        while number_events(pool)[1]:  # another test's transaction may be running too
            pass
        assert state_of_log(pool)[:2] == (1, None)
        assert store.recorded_after(0) == NOW
        assert store.recorded_after(1) is None
        idle.execute("select pg_current_xact_id()")
        store.append([appended("a", 1)], NOW)

        number_events(pool)

        assert state_of_log(pool)[:2] == (1, NOW)
        idle.rollback()


def test_the_numbering_catches_up_by_itself_when_the_horizon_moves(
    database_url: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing rings when a foreign transaction ends: the numbering looks while something waits."""
    monkeypatch.setattr(numbering_of_events, "_LOOK_SECONDS", 3600.0)
    found_waiting = threading.Event()

    def looking(pool: Pool) -> tuple[int, bool]:
        numbered, waiting = number_events(pool)
        if waiting:
            found_waiting.set()
        return numbered, waiting

    monkeypatch.setattr(numbering_of_events, "number_events", looking)
    signals = Signals(database_url, (APPENDED, NUMBERED)).start()
    bell = Bell(database_url, APPENDED)
    with open_pool(database_url) as pool, psycopg.connect(elsewhere) as idle:
        numbering = Numbering(pool, signals).start()
        idle.execute("select pg_current_xact_id()")
        before = signals.count(NUMBERED)
        PostgresEventStore(pool, bell).append([appended("a", 0)], NOW)
        with ThreadPoolExecutor(1) as waiter:
            numbered = waiter.submit(signals.wait, NUMBERED, before, 60)
            assert found_waiting.wait(20)
            assert not numbered.done()
            idle.rollback()
            assert numbered.result(20)
        numbering.stop()
        bell.stop()
        signals.stop()


def test_where_one_numbers_at_once_the_others_leave_it_to_him_and_step_in_without_him(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Pool] = []

    def counted(pool: Pool) -> tuple[int, bool]:
        asked.append(pool)
        return number_events(pool)

    monkeypatch.setattr(numbering_of_events, "number_events", counted)
    signals = Signals(database_url, (APPENDED, NUMBERED)).start()
    bell = Bell(database_url, APPENDED, rest=0.001)
    with open_pool(database_url) as his, open_pool(database_url) as others:
        store = PostgresEventStore(his, bell)
        other = Numbering(others, signals, first=False).start()
        first = Numbering(his, signals).start()

        def numbered(position: int) -> None:
            while store.head() < position:
                signals.wait(NUMBERED, signals.count(NUMBERED), 0.05)

        for version in range(40):
            store.append([appended("a", version)], NOW)
            numbered(version + 1)
        assert asked.count(his) >= 40 > 4 * asked.count(others)

        first.stop()
        store.append([appended("a", 40)], NOW)
        numbered(41)
        other.stop()
    bell.stop()
    signals.stop()
