"""Several views kept by one thread: one transaction for all, and whoever is ill goes alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, text

from shared.database import open_engine
from shared.messaging.promise import Message
from shared.subscription import checkpoints, fence, follower, locks
from shared.subscription.abreast import Abreast
from shared.subscription.limit import Limit
from shared.subscription.locks import Lock
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view, shape_of
from tests.support.gate import Gate
from tests.support.looking import cut_sessions, parked
from tests.support.sample import messages
from tests.support.several_views import NAMES, Told, arrivals, made, positions, views
from tests.support.sources import ListSource

LONG, S = 20.0, "sample.v1/0"
TOLD = messages(*[("abc"[n % 3], n) for n in range(30)])
IDS = [f"{'abc'[n % 3]}@{n // 3 + 1}" for n in range(30)]
Start = Callable[..., Abreast]


@pytest.fixture
def source() -> ListSource:
    return ListSource()


@pytest.fixture
def start(engine: Engine, source: ListSource) -> Iterator[Start]:
    """Starts views abreast; all are stopped at the end."""
    started: list[Abreast] = []

    def _start(those: Sequence[Told], batch: int = 7, on: Engine = engine) -> Abreast:
        projectors = [Projector(on, each, limit=Limit(in_a_row=4)) for each in those]
        one = Abreast(on, source, projectors, batch=batch, rest=0.0, moved=lambda: None)
        started.append(one.start())
        return one

    yield _start
    for one in started:
        one.stop()


def reached(abreast: Abreast, position: int, *names: str) -> bool:
    return all(
        abreast.loops[f"sample.{name}"].progress.wait_until(lambda p: p.position >= position, LONG)
        for name in names or NAMES
    )


def turned(abreast: Abreast, name: str, state: State) -> bool:
    return abreast.loops[f"sample.{name}"].progress.wait_until(lambda p: p.state is state, LONG)


def test_what_happened_is_read_once_and_stored_once_for_all(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those, commits = made(engine, views()), []
    source.tell(*TOLD[:28])
    event.listen(engine, "commit", lambda _: commits.append(1))

    abreast = start(those)

    assert reached(abreast, 28)
    assert all(turned(abreast, name, State.WAITING) for name in NAMES)
    assert len(commits) == len(NAMES) + 28 // 7  # each takes up once; then one for each batch
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS[:28])
    assert positions(engine) == dict.fromkeys(NAMES, 28)
    assert all(one.lag() == 0 and one.progress.healthy for one in abreast.loops.values())


def test_what_only_one_hears_moves_all(engine: Engine, source: ListSource, start: Start) -> None:
    those = made(engine, views(one={"hears": frozenset({4})}, three={"hears": frozenset()}))
    source.tell(*TOLD)

    assert reached(start(those), 30)

    assert arrivals(engine, those) == {"one": [IDS[4]], "three": [], "two": IDS}
    assert positions(engine) == dict.fromkeys(NAMES, 30)


def test_an_entry_that_one_refuses_is_set_aside_there_and_nowhere_else(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views(two={"refuses": frozenset({4})}))
    source.tell(*TOLD)

    abreast = start(those)

    assert reached(abreast, 30)
    behind = [at for at in range(5, 31) if at % 3 == 2]  # of the same stream
    assert sorted(parked(engine, "sample.two")) == behind
    assert parked(engine, "sample.one") == {}
    told = arrivals(engine, those)
    assert (told["one"], told["three"]) == (IDS, IDS)
    assert told["two"] == [IDS[at - 1] for at in range(1, 31) if at not in behind]
    assert all(one.progress.healthy for one in abreast.loops.values())


def test_too_much_set_aside_ends_that_view_only(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views(one={"refuses": frozenset(range(3, 30))}))
    source.tell(*messages(*[(f"k{n}", n) for n in range(30)]))

    abreast = start(those)

    assert turned(abreast, "one", State.STOPPED)
    assert reached(abreast, 30, "two", "three")
    assert len(arrivals(engine, those)["two"]) == 30


def test_one_of_another_shape_stands_by(engine: Engine, source: ListSource, start: Start) -> None:
    one, *others = made(engine, views())
    source.tell(*TOLD)

    abreast = start([replace(one, shape="2"), *others])

    assert turned(abreast, "one", State.STANDING_BY)
    assert reached(abreast, 30, "two", "three")
    assert arrivals(engine, [one]) == {"one": []}


def test_nobody_waits_for_a_view_that_is_being_compared(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views())
    with locks.holding(engine, "sample.two", Lock.WRITING):
        source.tell(*TOLD)
        abreast = start(those)
        assert reached(abreast, 30, "one", "three")
        assert turned(abreast, "two", State.STANDING_BY)
        assert arrivals(engine, those)["two"] == []

    assert reached(abreast, 30, "two")
    assert arrivals(engine, those)["two"] == IDS


def test_one_that_is_behind_catches_up_and_goes_with_the_others(
    engine: Engine, source: ListSource, start: Start
) -> None:
    one, *others = made(engine, views())
    source.tell(*TOLD[:20])
    assert reached(start(others), 20, "two", "three")

    both = start([one, *others], batch=3)
    assert reached(both, 20)
    source.tell(*TOLD[20:])

    assert reached(both, 30, "one")
    assert arrivals(engine, [one, *others]) == dict.fromkeys(NAMES, IDS)


def test_one_is_rebuilt_and_switched_while_all_go_on(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = views()
    for view in those:
        assert ensure_view(engine, view)
    source.tell(*TOLD[:15])
    abreast = start(those, batch=2)

    def tell(*_: object) -> None:
        if source.head() < 30:
            source.tell(TOLD[source.head()])

    report = Rebuild(engine, those[1], [source]).run(progress=tell)
    source.tell(*TOLD[source.head() :])

    assert (report.identical, report.switched) == (True, True)
    assert reached(abreast, 30)
    assert {name: sorted(ids) for name, ids in ids_of(engine, those).items()} == dict.fromkeys(
        NAMES, sorted(IDS)
    )


def ids_of(engine: Engine, those: Sequence[Told]) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {v.schema: list(connection.execute(v.table.select()).scalars()) for v in those}


def test_a_session_cut_in_the_middle_is_tried_again_by_all(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    those = made(engine, views())
    source.tell(*TOLD)
    with Gate(database_url, "three.told", "new.number = 9") as gate:
        abreast = start(those)
        gate.cut_who_waits()
        gate.open()
        assert reached(abreast, 30)

    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)
    assert all(one.progress.retries == 1 for one in abreast.loops.values())


def test_a_restart_of_the_server_goes_unnoticed(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    those = made(engine, views())
    source.tell(*TOLD[:10])
    abreast = start(those)
    assert reached(abreast, 10)
    assert turned(abreast, "one", State.WAITING)

    cut_sessions(database_url)
    source.tell(*TOLD[10:])

    assert reached(abreast, 30)
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)


def test_two_at_once_double_nothing(engine: Engine, source: ListSource, start: Start) -> None:
    those = made(engine, views())
    two = [start(those, batch=2) for _ in range(2)]
    for message in TOLD:
        source.tell(message)
    while set(positions(engine).values()) != {30}:
        two[0].loops["sample.one"].progress.wait_until(lambda p: p.position == 30, 0.05)

    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)
    handled = [one.progress.handled for each in two for one in each.loops.values()]
    assert sum(handled) == 3 * 30


def test_who_is_paused_amid_a_batch_of_one_view_is_ended(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    """His session holds one checkpoint; the server lets go of it, and all go on."""
    short, those = open_engine(database_url, idle=0.3), made(engine, views())
    source.tell(*TOLD)
    with engine.begin() as connection:
        checkpoints.ensure(connection, "sample.two", S)
    paused = short.connect()
    shape = shape_of(those[2])
    fence.hold_live(paused, "sample.two", S, 0, view="sample.two", shape=shape)

    abreast = start(those, on=short)

    assert reached(abreast, 30)
    paused.invalidate()
    paused.close()
    abreast.stop()
    short.dispose()
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)


def test_stopping_does_not_wait_for_the_next_attempt(
    engine: Engine, source: ListSource, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_FIRST_PAUSE", 3600.0)
    (one,) = made(engine, views()[:1])
    source.tell(*TOLD)
    abreast = start([replace(one, shape="2")])
    assert turned(abreast, "one", State.STANDING_BY)

    abreast.stop()

    assert not abreast._thread.is_alive()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    refused=st.fixed_dictionaries(
        {name: st.frozensets(st.integers(0, 29), max_size=3) for name in NAMES}
    ),
    batch=st.integers(1, 12),
)
def test_together_they_show_what_each_would_show_alone(
    engine: Engine, refused: dict[str, frozenset[int]], batch: int
) -> None:
    those = views(**{name: {"refuses": numbers} for name, numbers in refused.items()})
    shown = []
    for together in (True, False):
        with engine.begin() as connection:
            connection.execute(text("delete from subscription.checkpoints"))
            connection.execute(text("delete from subscription.dead_letters"))
            connection.execute(text("delete from subscription.views"))
        made(engine, those)
        for company in [those] if together else [[each] for each in those]:
            follow_to_the_end(engine, company, batch)
        letters = {each.name: parked(engine, each.name) for each in those}
        shown.append((arrivals(engine, those), letters, positions(engine)))
    assert shown[0] == shown[1]


class Finite(ListSource):
    """Whoever has nothing to read any more is done."""

    def __init__(self, told: Sequence[Message]) -> None:
        super().__init__(told)
        self.done: Callable[[], None] = lambda: None

    def wait(self, seen: int, timeout: float) -> None:
        del seen, timeout
        self.done()


def follow_to_the_end(engine: Engine, those: Sequence[Told], batch: int) -> None:
    source = Finite(TOLD)
    projectors = [Projector(engine, each, limit=Limit(in_a_row=100)) for each in those]
    abreast = Abreast(engine, source, projectors, batch=batch, rest=0.0, moved=lambda: None)
    source.done = abreast.stop
    abreast.run()
