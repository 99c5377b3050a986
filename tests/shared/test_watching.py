"""A process is ready when its work gets on: what is stuck shows, with its reason and its figures."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, text

from shared.database import Pool, open_engine, open_observing_pool
from shared.http.health import Check
from shared.messaging.promise import Message
from shared.metrics import Metrics
from shared.subscription import locks
from shared.subscription.copies import Copies
from shared.subscription.locks import Lock
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.standing import Observer
from shared.subscription.views import ensure_view
from shared.watching import Watching
from tests.support.events import NOW
from tests.support.sample import Sample, messages
from tests.support.scraping import samples
from tests.support.sources import ListSource

LONG = 20.0
LATE = NOW + timedelta(minutes=10)
LAG = "subscription_lag"
HERE = "[source=sample.v1/0,subscription=sample.ledger]"


class Blocked:
    """A handler that holds every batch until it is let go."""

    def __init__(self, handler: Projector[Message]) -> None:
        self._handler, self.taken, self.go = handler, Event(), Event()
        self.resume, self.close = handler.resume, handler.close

    def handle(self, source: str, after: int, batch: Sequence[Message]) -> int:
        self.taken.set()
        self.go.wait(LONG)
        return self._handler.handle(source, after, batch)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    assert ensure_view(engine, Sample())
    yield engine
    engine.dispose()


@pytest.fixture
def observing(database_url: str) -> Iterator[Pool]:
    with open_observing_pool(database_url) as pool:
        yield pool


Run = Callable[..., Subscription[Message]]


@pytest.fixture
def run() -> Iterator[Run]:
    started: list[Subscription[Message]] = []

    def _run(source: ListSource, handler: Projector[Message] | Blocked) -> Subscription[Message]:
        started.append(Subscription("sample.ledger:sample.v1/0", source, handler, batch=2).start())
        return started[-1]

    yield _run
    for one in started:
        one.stop()


def watching(
    observing: Pool, source: ListSource, *loops: Subscription[Message], stuck: float = 0.0
) -> Watching:
    observer = Observer(observing, [source], now=lambda: LATE, kept=0.0)
    return Watching(observer, {one.name: one for one in loops}, stuck_seconds=stuck)


def checked(watched: Watching) -> dict[str, Check]:
    return {check.name: check for check in watched.readiness()}


def test_a_loop_that_gets_on_is_ready(engine: Engine, observing: Pool, run: Run) -> None:
    source = ListSource(messages(("a", 1), ("a", 2), ("b", 3)))
    loop = run(source, Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.state is State.WAITING, LONG)

    assert all(check.ok for check in checked(watching(observing, source, loop)).values())


def test_a_loop_that_moves_nothing_while_something_waits_is_not_ready(
    engine: Engine, observing: Pool, run: Run
) -> None:
    source = ListSource(messages(("a", 1), ("a", 2), ("b", 3)))
    blocked = Blocked(Projector(engine, Sample()))
    loop = run(source, blocked)
    assert blocked.taken.wait(LONG)
    watched = watching(observing, source, loop)

    stuck = checked(watched)[loop.name]

    assert loop.progress.healthy, "of itself it knows nothing"
    assert not stuck.ok
    assert "3 entries wait" in stuck.detail
    patient = checked(watching(observing, source, loop, stuck=3600))
    assert patient[loop.name].ok, "the limit has not passed yet"

    blocked.go.set()
    assert loop.progress.wait_until(lambda p: p.position == 3, LONG)
    assert checked(watched)[loop.name].ok


def test_a_relay_that_is_down_is_seen_by_the_others(
    engine: Engine, observing: Pool, run: Run
) -> None:
    """The lag stands in the database: it takes no process that runs the loop."""
    source = ListSource(messages(("a", 1)))
    loop = run(source, Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 1, LONG)
    loop.stop()
    source.tell(*messages(("a", 2), ("b", 3), start=2))
    metrics = Metrics("sample")
    watching(observing, source).show(metrics)

    found = samples(metrics)

    assert found[f"sample_{LAG}_events{HERE}"] == 2
    assert found[f"sample_{LAG}_seconds{HERE}"] == 600
    assert 0 <= found[f"sample_subscription_checkpoint_age_seconds{HERE}"] < 600


def test_the_oldest_entry_dates_the_lag_where_the_source_can_tell(
    engine: Engine, observing: Pool, run: Run
) -> None:
    class Dated(ListSource):
        def recorded_after(self, position: int) -> datetime | None:
            return LATE - timedelta(seconds=position)

    source = Dated(messages(("a", 1)))
    loop = run(source, Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 1, LONG)
    loop.stop()
    source.tell(*messages(("a", 2), start=2))

    [standing] = watching(observing, source).observer.look().standings

    assert (standing.lag_events, standing.lag_seconds) == (1, 1.0)


def test_a_source_that_cannot_tell_is_dated_by_when_it_was_seen_to_grow(
    engine: Engine, observing: Pool, run: Run
) -> None:
    source, now = ListSource(messages(("a", 1))), [LATE]
    loop = run(source, Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 1, LONG)
    loop.stop()
    observer = Observer(observing, [source], now=lambda: now[0], kept=0.0)
    observer.look()
    source.tell(*messages(("a", 2), ("a", 3), start=2))
    observer.look()
    now[0] += timedelta(seconds=7)

    [standing] = observer.look().standings

    assert (standing.lag_events, standing.lag_seconds) == (2, 7.0)


def test_ends_that_are_asked_for_together_are_one_question(
    engine: Engine, observing: Pool, run: Run
) -> None:
    class Together:
        def heads(self) -> dict[str, int]:
            return {"sample.v1/0": 5, "sample.v1/1": 9}

        def begins(self) -> dict[str, int]:
            return {}

    loop = run(ListSource(messages(("a", 1))), Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 1, LONG)

    [standing] = Observer(observing, [Together()], kept=0.0).look().standings

    assert standing.lag_events == 4


def test_what_was_set_aside_is_counted(engine: Engine, observing: Pool, run: Run) -> None:
    source = ListSource(messages(("a", 1), ("a", 2), ("b", 3)))
    loop = run(source, Projector(engine, Sample(refuses=frozenset({1}))))
    assert loop.progress.wait_until(lambda p: p.position == 3, LONG)
    metrics = Metrics("sample")
    watching(observing, source, loop).show(metrics)

    assert samples(metrics)["sample_dead_letters[subscription=sample.ledger]"] == 2


def test_a_process_whose_database_is_away_is_not_ready_and_says_so() -> None:
    with open_observing_pool("postgresql://postgres@/gone?host=/nowhere") as nowhere:
        watched = watching(nowhere, ListSource())
        metrics = Metrics("sample")
        watched.show(metrics)

        assert "does not answer" in checked(watched)["database"].detail
        assert samples(metrics)["sample_observation_failures_total"] == 1


def test_many_who_ask_are_one_look(observing: Pool) -> None:
    observer = Observer(observing, [ListSource()], kept=60.0)

    assert observer.look() is observer.look()


def test_a_rebuild_shows_how_far_it_is_as_long_as_it_runs(
    engine: Engine, observing: Pool, run: Run
) -> None:
    told = messages(*[("a", n) for n in range(1, 5)])
    source = ListSource(told)
    loop = run(source, Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 4, LONG)
    observer = watching(observing, source, loop).observer
    copies = Copies(Sample())
    with engine.begin() as connection:
        copies.make_next(connection)
    half = Projector(
        engine, Sample(), subscription=copies.subscription, schemas={"sample": "sample_next"}
    )
    half.handle(source.name, half.resume(source.name), told[:2])
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into subscription.dead_letters (subscription, source, position, key, type, reason, value)"
                " values ('sample.ledger#next', 'sample.v1/0', 3, 'a', 'x', 'why', '')"
            )
        )

    with locks.holding(engine, "sample.ledger", Lock.REBUILDING):
        assert observer.look().rebuilds == {"sample.ledger": 0.5}
    found = observer.look()
    assert found.rebuilds == {}, "it died and left its copy behind"
    assert [one.subscription for one in found.standings] == ["sample.ledger"]
    assert found.dead_letters == {}, "nobody can decide on what a copy has set aside"
