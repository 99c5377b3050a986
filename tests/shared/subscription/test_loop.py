"""The loop follows its source, tries again, stands by, stops. `HOUR`: nothing here waits for a look."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from shared.database import PoolExhausted
from shared.event_store import OutcomeUnknown
from shared.messaging.promise import Message
from shared.subscription import follower, leading
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Fenced, Handler
from tests.support.gate import Gate
from tests.support.looking import checkpoint, cut_sessions, ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource

HOUR, LONG = 3600.0, 20.0
TOLD = messages(*[("ab"[n % 2], n) for n in range(10)])
Start = Callable[..., Subscription[Message]]


@pytest.fixture(autouse=True)
def _only_signals_wake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "_LOOK_SECONDS", HOUR)


@pytest.fixture
def source() -> ListSource:
    return ListSource()


@pytest.fixture
def start(source: ListSource) -> Iterator[Start]:
    """Starts a loop over a handler; all are stopped at the end."""
    started: list[Subscription[Message]] = []

    def _start(
        handler: Handler[Message], batch: int = 3, rest: float = 0.0
    ) -> Subscription[Message]:
        started.append(Subscription("sample", source, handler, batch=batch, rest=rest).start())
        return started[-1]

    yield _start
    for subscription in started:
        subscription.stop()


def reached(subscription: Subscription[Message], position: int) -> bool:
    return subscription.progress.wait_until(lambda p: p.position >= position, LONG)


def turned(subscription: Subscription[Message], state: State) -> bool:
    return subscription.progress.wait_until(lambda p: p.state is state, LONG)


class Noting:
    """A handler that notes what it was given at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def resume(self, _source: str) -> int:
        return 0

    def handle(self, _source: str, _after: int, batch: Sequence[Message]) -> int:
        self.batches.append([entry.position for entry in batch])
        return batch[-1].position

    def close(self) -> None: ...


class Faulty:
    """A handler that fails as often as it is told, and notes what it handled."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.handled: list[int] = []
        self.closed = False

    def resume(self, source: str) -> int:
        assert source == "sample.v1/0"
        return self.handled[-1] if self.handled else 0

    def handle(self, source: str, after: int, batch: Sequence[Message]) -> int:
        assert (source, batch[0].position) == ("sample.v1/0", after + 1)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.handled += [m.position for m in batch]
        return batch[-1].position

    def close(self) -> None:
        self.closed = True


def test_it_follows_the_source_and_a_signal_wakes_it(
    engine: Engine, view: Sample, source: ListSource, start: Start
) -> None:
    source.tell(*TOLD[:4])
    subscription = start(Projector(engine, view))
    assert reached(subscription, 4)
    assert turned(subscription, State.WAITING)

    source.tell(*TOLD[4:])

    assert reached(subscription, 10)
    assert turned(subscription, State.WAITING)
    assert (len(ledger(engine)), subscription.lag(), subscription.progress.healthy) == (10, 0, True)


class LateSource(ListSource):
    """Something is told just when the first reader has found nothing."""

    def read(self, after: int, limit: int) -> list[Message]:
        found = super().read(after, limit)
        if self.head() == 0:
            self.tell(TOLD[0])
        return found


def test_a_signal_between_looking_and_waiting_is_not_missed() -> None:
    subscription = Subscription("sample", LateSource(), Faulty()).start()
    assert reached(subscription, 1)
    subscription.stop()


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


def test_what_comes_while_it_rests_is_handled_together_and_full_batches_do_not_wait(
    source: ListSource, start: Start
) -> None:
    handler = Noting()
    following = start(handler, batch=3, rest=0.3)
    source.tell(*TOLD[:1])
    assert reached(following, 1)

    source.tell(TOLD[1])
    source.tell(TOLD[2])
    assert reached(following, 3)
    source.tell(*TOLD[3:])
    assert reached(following, 10)

    assert handler.batches == [[1], [2, 3], [4, 5, 6], [7, 8, 9], [10]]


def test_a_rest_does_not_delay_the_end(source: ListSource, start: Start) -> None:
    source.tell(*TOLD[:1])
    following = start(Noting(), rest=HOUR)
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


@pytest.mark.parametrize("state", [State.WAITING, State.RETRYING])
def test_stopping_does_not_wait_for_a_signal_or_for_the_next_attempt(
    source: ListSource, start: Start, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    monkeypatch.setattr(follower, "_FIRST_PAUSE", HOUR)
    if state is State.RETRYING:
        source.tell(*TOLD)
    handler = Faulty(OSError("no route"))
    subscription = start(handler)
    assert turned(subscription, state)

    subscription.stop()

    assert not subscription._led._thread.is_alive()
    assert handler.closed


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


def test_two_at_once_share_the_work_and_double_nothing(
    engine: Engine, view: Sample, source: ListSource, start: Start
) -> None:
    two = [start(Projector(engine, view), batch=2) for _ in range(2)]
    told = messages(*[("abc"[n % 3], n) for n in range(60)])
    for message in told:
        source.tell(message)
    while checkpoint(engine, source.name).position < 60:
        two[0].progress.wait_until(lambda p: p.position == 60, 0.05)

    assert len(ledger(engine)) == 60
    assert parked(engine) == {}
    assert all(one.progress.healthy for one in two)
    assert sum(one.progress.handled for one in two) == 60
