"""The loop meets a fault: it tries again ever more slowly, stands by, or stops with its reason."""

from dataclasses import replace

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from shared.database import PoolExhausted
from shared.event_store import OutcomeUnknown
from shared.subscription.follower import Follower
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Fenced
from tests.shared.subscription.loop.scene import (
    LONG,
    TOLD,
    Faulty,
    Start,
    reached,
    starting,
    turned,
)
from tests.support.gate import Gate
from tests.support.looking import cut_sessions, ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource


def test_a_session_cut_in_the_middle_of_a_batch_is_tried_again(
    engine: Engine, view: Sample, source: ListSource, start: Start, database_url: str
) -> None:
    source.tell(*TOLD)
    with Gate(database_url, "sample.ledger", "new.event_id = 'a@2'") as gate:
        subscription = start(Projector(engine, view))
        for _ in range(2):
            gate.cut_who_waits()
        gate.open()
        assert reached(subscription, 10)
    assert (len(ledger(engine)), parked(engine)) == (10, {})
    assert subscription.progress.retries >= 1
    assert subscription.progress.reason == ""


def test_a_restart_of_the_server_while_it_waits_goes_unnoticed(
    engine: Engine, view: Sample, source: ListSource, start: Start, database_url: str
) -> None:
    source.tell(*TOLD[:5])
    subscription = start(Projector(engine, view))
    assert reached(subscription, 5)
    assert turned(subscription, State.WAITING)

    cut_sessions(database_url)
    source.tell(*TOLD[5:])

    assert reached(subscription, 10)
    assert len(ledger(engine)) == 10


def test_faults_are_tried_again_ever_more_slowly_until_it_gets_on(
    source: ListSource, start: Start
) -> None:
    no_table = ProgrammingError("select", None, psycopg.errors.UndefinedTable("not migrated yet"))
    handler = Faulty(
        OSError("no route"),
        OutcomeUnknown("cut"),
        psycopg.OperationalError("gone"),
        None,
        no_table,
        PoolExhausted("none free"),
    )
    with capture_logs() as logs:
        source.tell(*TOLD)
        subscription = start(handler)
        assert reached(subscription, 10)
    pauses = [log["pause"] for log in logs if log["event"] == "subscription.retrying"]
    assert pauses == [0.05, 0.1, 0.2, 0.05, 0.1]
    assert handler.handled == list(range(1, 11))
    assert subscription.progress.retries == 5


class Unreachable(ListSource):
    """Whoever waits for it is told that it is gone, as often as there are faults."""

    faults = 2

    def wait(self, seen: int, timeout: float) -> None:
        if self.faults:
            self.faults -= 1
            raise OSError("no route")
        super().wait(seen, timeout)


def test_a_source_that_is_gone_while_it_waits_is_tried_again() -> None:
    source = Unreachable(TOLD[:1])
    with starting(source) as start:
        subscription = start(Faulty())
        assert subscription.progress.wait_until(lambda p: p.retries == 2, LONG)
        source.tell(*TOLD[1:])
        assert reached(subscription, 10)


def test_too_many_dead_letters_end_it_with_their_reason(
    engine: Engine, view: Sample, source: ListSource, start: Start
) -> None:
    source.tell(*messages(*[(f"k{n}", 666) for n in range(30)]))
    subscription = start(Projector(engine, replace(view, refuses=frozenset({666}))))

    assert turned(subscription, State.STOPPED)

    assert not subscription.progress.healthy
    assert subscription.progress.reason.startswith("too many dead letters: 10 in a row")
    assert "number 666 is refused" in subscription.progress.reason
    assert len(parked(engine)) == 9


def test_a_fault_nobody_expected_ends_it_and_gives_back_what_was_held(
    source: ListSource, start: Start
) -> None:
    source.tell(*TOLD)
    handler = Faulty(ZeroDivisionError("a bug"))
    subscription = start(handler)

    assert turned(subscription, State.STOPPED)

    assert subscription.progress.reason == "ZeroDivisionError: a bug"
    subscription.stop()
    assert handler.closed


def test_who_is_fenced_stands_by_and_is_healthy(source: ListSource, start: Start) -> None:
    source.tell(*TOLD)
    subscription = start(Faulty(*[Fenced("another is faster")] * 3))

    assert turned(subscription, State.STANDING_BY)
    assert subscription.progress.healthy
    assert reached(subscription, 10)
    assert subscription.progress.retries == 0


def test_a_stand_by_looks_every_second_however_long_it_stands(source: ListSource) -> None:
    follower = Follower("sample", source, Faulty())
    pauses = [follower.fall(Fenced("another is at work")) or 0.0 for _ in range(20)]

    assert max(pauses) == pauses[-1] == 1
    assert pauses[0] < 1, "who was only overtaken is back at once"
