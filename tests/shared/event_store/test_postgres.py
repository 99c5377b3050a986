"""What only a real database can get wrong: late commits, lost answers, restores."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from shared.database import open_pool
from shared.event_store import InvertedOrder, OutcomeUnknown, StoredEvent, VersionConflict
from shared.event_store.postgres import PostgresEventStore, number_events
from tests.support.events import NOW, appended

Open = Callable[[], PostgresEventStore]

_LATE = """
create function wait_at_gate() returns trigger language plpgsql as $$
begin perform pg_advisory_xact_lock_shared(77); return new; end $$;
create trigger gate before insert on event_log.events
for each row when (new.stream = 'late') execute function wait_at_gate();
"""


@pytest.mark.parametrize("events", [1, 20])
def test_an_event_that_commits_late_is_never_skipped(
    database_url: str, open_store: Open, events: int
) -> None:
    """The race is made certain: the first writer holds its ticket while the second commits."""
    store = open_store()
    with (
        psycopg.connect(database_url, autocommit=True) as gate,
        ThreadPoolExecutor(1) as writer,
    ):
        gate.execute(_LATE)
        gate.execute("select pg_advisory_lock(77)")
        late = writer.submit(store.append, [appended("late", 0, range(events))], NOW)
        _until_waiting(gate)
        store.append([appended("quick", 0)], NOW)

        assert store.read_log(0, 100) == [], "what is behind a running transaction is not shown yet"
        with open_pool(database_url) as pool:
            assert number_events(pool) == (0, True)

        gate.execute("select pg_advisory_unlock(77)")
        late.result(10)

        log = store.read_log(0, 100)
        assert [event.stream for event in log] == ["late"] * events + ["quick"]
        assert [event.position for event in log] == list(range(1, events + 2))


def test_reading_by_serial_number_would_have_skipped_it(
    database_url: str, open_store: Open
) -> None:
    """The check above can fail: the naive reading loses exactly this event."""
    store = open_store()
    with (
        psycopg.connect(database_url, autocommit=True) as gate,
        ThreadPoolExecutor(1) as writer,
    ):
        gate.execute(_LATE)
        gate.execute("select pg_advisory_lock(77)")
        late = writer.submit(store.append, [appended("late", 0)], NOW)
        _until_waiting(gate)
        store.append([appended("quick", 0)], NOW)
        naive = gate.execute("select seq, stream from event_log.events").fetchall()
        gate.execute("select pg_advisory_unlock(77)")
        late.result(10)
        skipped = gate.execute(
            "select stream from event_log.events where seq < %s", (naive[-1][0],)
        ).fetchall()

    assert [stream for _, stream in naive] == ["quick"]
    assert skipped == [("late",)]


def test_a_transaction_older_than_the_streams_last_event_is_refused(
    database_url: str, open_store: Open
) -> None:
    """Misuse on purpose: a ticket is drawn first, the append follows a newer one."""
    store = open_store()
    with psycopg.connect(database_url) as early:
        early.execute("select pg_current_xact_id()")
        store.append([appended("a", 0)], NOW)
        append = [appended("a", 1)]
        for way in (PostgresEventStore._store, PostgresEventStore._copy):
            with pytest.raises(InvertedOrder):
                way(early, append, NOW)


def test_a_commit_whose_answer_is_lost_says_that_its_outcome_is_unknown(
    database_url: str, open_store: Open
) -> None:
    """The connection is cut while the commit waits: the caller must look before it repeats."""
    store = open_store()
    with (
        psycopg.connect(database_url, autocommit=True) as gate,
        ThreadPoolExecutor(1) as writer,
    ):
        gate.execute(_LATE)
        gate.execute("select pg_advisory_lock(77)")
        cut = writer.submit(store.append, [appended("late", 0)], NOW)
        waiting = _until_waiting(gate)
        gate.execute("select pg_terminate_backend(%s)", (waiting,))
        with pytest.raises(OutcomeUnknown):
            cut.result(10)
        gate.execute("select pg_advisory_unlock(77)")

    assert store.read_stream("late") == []
    store.append([appended("late", 0)], NOW)  # the pool has replaced the connection
    assert len(store.read_stream("late")) == 1


def test_many_writers_and_a_reader_that_runs_along_lose_nothing(open_store: Open) -> None:
    store, reader = open_store(), open_store()
    writers, each = 8, 60

    def write(writer: int) -> None:
        for version in range(each):
            store.append([appended(f"w-{writer}", version)], NOW)

    read: list[StoredEvent] = []
    with ThreadPoolExecutor(writers) as pool:
        running = [pool.submit(write, writer) for writer in range(writers)]
        while not all(future.done() for future in running) or reader.head() > len(read):
            read += reader.read_log(len(read), 50)

    assert [event.position for event in read] == list(range(1, writers * each + 1))
    for writer in range(writers):
        versions = [event.version for event in read if event.stream == f"w-{writer}"]
        assert versions == list(range(1, each + 1))


def test_after_a_restore_into_another_cluster_nothing_is_lost_and_positions_stay(
    database_url: str, open_store: Open
) -> None:
    """Transaction ids start again in a new cluster, so what comes after has lower ones."""
    store = open_store()
    store.append([appended("a", 0, [1, 2])], NOW)
    before = store.read_log(0, 10)
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("update event_log.events set tx = tx + 1000000")
        other.execute("update event_log.positions set tx = tx + 1000000")
        other.execute(
            "update event_log.numbering set cluster = 'the old one', last_tx = last_tx + 1000000"
        )
        store.append([appended("b", 0)], NOW)
        assert len(store.read_log(0, 10)) == 2, "it sorts before the cursor: this is the hole"

        assert other.execute("select event_log.adopt()").fetchone() == (True,)
        assert other.execute("select event_log.adopt()").fetchone() == (False,)
    store.append([appended("a", 2), appended("b", 1)], NOW)

    after = store.read_log(0, 10)
    assert after[:2] == before
    assert sorted(event.event_id for event in after[2:]) == ["a@3", "b@1", "b@2"]
    assert [event.position for event in after] == [1, 2, 3, 4, 5]


def test_a_conflict_between_look_and_insert_is_still_a_conflict(open_store: Open) -> None:
    """Two writers with the same expected version, both past the look: the key decides."""
    store = open_store()

    def attempt(_: int) -> bool:
        try:
            store.append([appended("a", 0, range(20))], NOW)
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as writers:
        assert list(writers.map(attempt, range(8))).count(True) == 1


def _until_waiting(connection: psycopg.Connection) -> int:
    """The backend that waits at the gate, as soon as there is one."""
    while True:
        row = connection.execute(
            "select pid from pg_stat_activity where wait_event_type = 'Lock'"
            " and wait_event = 'advisory' and datname = current_database()"
        ).fetchone()
        if row:
            return int(row[0])


def test_statements_survive_that_a_rollback_deallocates_them(open_store: Open) -> None:
    """With a rollback psycopg forgets all prepared statements of a connection."""
    store = open_store()
    store.append([appended("a", 0)], NOW)
    assert len(store.read_streams({"a": 0})["a"]) == 1
    with store._pool.connection() as connection:
        connection.execute("deallocate all")

    store.append([appended("a", 1)], NOW)

    assert len(store.read_streams({"a": 0})["a"]) == 2
