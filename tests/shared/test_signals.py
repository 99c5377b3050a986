"""Wake-ups between processes: at once, never lost for good, and over in a moment when stopped."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import psycopg
import pytest

from shared.signals import Bell, Signals
from tests.support.looking import cut_sessions

LONG = 60.0


@pytest.fixture
def signals(database_url: str) -> Iterator[Signals]:
    signals = Signals(database_url, ("one", "two")).start()
    yield signals
    signals.stop()


@pytest.fixture
def bell(database_url: str) -> Iterator[Bell]:
    bell = Bell(database_url, "one")
    yield bell
    bell.stop()


def test_a_ring_wakes_who_waits(signals: Signals, bell: Bell) -> None:
    for _ in range(3):
        seen = signals.count("one")
        bell.ring()
        assert signals.wait("one", seen, LONG)


def test_a_ring_in_one_channel_wakes_nobody_in_another(signals: Signals, bell: Bell) -> None:
    one, two = signals.count("one"), signals.count("two")
    bell.ring()
    assert signals.wait("one", one, LONG)
    assert signals.count("two") == two
    assert not signals.wait("two", two, 0)


def test_who_waits_for_one_matter_is_woken_for_that_alone(
    signals: Signals, database_url: str
) -> None:
    def said(about: str) -> list[bool]:
        counts = {each: signals.count("one", each) for each in ("", "roads", "schools")}
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("select pg_notify('one', %s)", (about,))
        assert signals.wait("one", counts[""], LONG)
        return [signals.wait("one", counts[each], 0, each) for each in ("roads", "schools")]

    assert said("roads") == [True, False]
    assert said("") == [True, True], "what says nothing is about everything"


def test_who_is_called_is_told_what_it_is_about(signals: Signals, database_url: str) -> None:
    called = SimpleQueue[str]()
    signals.call("two", called.put)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("select pg_notify('one', 'roads'), pg_notify('two', 'schools')")
    assert called.get(timeout=LONG) == "schools"

    cut_sessions(database_url)
    assert called.get(timeout=LONG) == "", "it may have been about everything"


def test_a_lost_connection_wakes_everybody_once_it_listens_again(
    signals: Signals, database_url: str
) -> None:
    """What was said in between is not known: so all look."""
    seen = signals.count("two")
    cut_sessions(database_url)
    assert signals.wait("two", seen, LONG)
    seen = signals.count("one")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("notify one")
    assert signals.wait("one", seen, LONG), "and it does listen again"


def test_a_ring_that_failed_is_rung_again(signals: Signals, bell: Bell, database_url: str) -> None:
    seen = signals.count("one")
    bell.ring()
    assert signals.wait("one", seen, LONG)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and query like '%pg_notify%' and pid <> pg_backend_pid()"
        )
    seen = signals.count("one")
    bell.ring()
    assert signals.wait("one", seen, LONG)


def test_stopping_wakes_who_waits_and_ends_at_once(database_url: str) -> None:
    signals = Signals(database_url, ("one",)).start()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(signals.wait, "one", signals.count("one"), LONG)
        signals.stop()
        waiting.result(LONG / 4)
    assert not signals._thread.is_alive()


def test_many_rings_become_few_signals(signals: Signals, database_url: str) -> None:
    """A busy writer rings for every append; while the bell rests, all that is one ring to come."""
    bell = Bell(database_url, "one", rest=LONG)
    before, two = signals.count("one"), signals.count("two")
    bell.ring()
    assert signals.wait("one", before, LONG)
    for _ in range(1000):
        bell.ring()
    bell.stop()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("notify two")
    assert signals.wait("two", two, LONG), "whatever was said before has arrived by now"
    assert signals.count("one") == before + 1
