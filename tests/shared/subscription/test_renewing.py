"""Views get this release's shape while the process serves, however many processes start at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread

import psycopg
import pytest
from sqlalchemy import Engine

from shared.messaging.feed import OwnLog
from shared.messaging.promise import Message
from shared.subscription import renewing
from shared.subscription.keeping import View, by_name
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.renewing import NotRenewed, Renewal, ViewKeeper
from shared.subscription.views import ensure_view, known_shape, shape_of
from tests.support.looking import ledger
from tests.support.sample import Sample, messages
from tests.support.several_views import Told
from tests.support.sources import ListSource

LONG = 30.0
TOLD = messages(("a", 1), ("b", 2), ("a", 3))
NEXT = Sample(shape="2")


class SlowSource(ListSource):
    """Counts who reads it from the beginning, and keeps them waiting."""

    def __init__(self) -> None:
        super().__init__(TOLD)
        self.begun, self.go_on, self.rebuilds = Event(), Event(), 0

    def read(self, after: int, limit: int) -> list[Message]:
        if after == 0:
            self.rebuilds += 1
            self.begun.set()
            assert self.go_on.wait(LONG)
        return super().read(after, limit)


class FaultySource(ListSource):
    """Fails so often before it can be read."""

    def __init__(self, *faults: Exception) -> None:
        super().__init__(TOLD)
        self._faults = list(faults)

    def read(self, after: int, limit: int) -> list[Message]:
        if self._faults:
            raise self._faults.pop()
        return super().read(after, limit)


Keep = Callable[..., ViewKeeper]


@pytest.fixture
def keep(engine: Engine) -> Iterator[Keep]:
    """Starts keepers; in the end each is asked to stop."""
    started: list[ViewKeeper] = []

    def _keep(source: ListSource, view: Sample = NEXT, *, renews: bool = True) -> ViewKeeper:
        keeper = ViewKeeper(by_name(View(engine, view, OwnLog(source))), renews=renews)
        keeper.start()
        started.append(keeper)
        return keeper

    yield _keep
    for keeper in started:
        keeper.stop()


def shape(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return known_shape(connection, NEXT.name)


def renewal(keeper: ViewKeeper) -> Renewal:
    return keeper.renewals["sample.ledger:renewal"]


def renewed(keeper: ViewKeeper) -> None:
    with suppress(KeyError):  # it is done, and gone
        renewal(keeper).wait()


def test_a_view_that_is_missing_is_made_empty_for_its_loop_to_fill(
    engine: Engine, keep: Keep
) -> None:
    keeper = keep(ListSource(TOLD))

    assert shape(engine) == shape_of(NEXT)
    assert ledger(engine) == []
    assert not keeper.renewals


@pytest.mark.usefixtures("view")
def test_a_view_of_another_shape_is_made_anew(engine: Engine, keep: Keep) -> None:
    renewed(keep(ListSource(TOLD)))

    assert shape(engine) == shape_of(NEXT)
    assert len(ledger(engine)) == len(TOLD)


def test_a_process_that_renews_nothing_leaves_it_to_the_others(
    engine: Engine, view: Sample, keep: Keep
) -> None:
    keeper = keep(ListSource(TOLD), renews=False)

    assert shape(engine) == shape_of(view)
    assert not keeper.renewals


@pytest.mark.usefixtures("view")
def test_of_two_that_start_at_once_one_rebuilds_and_the_other_stands_by(
    engine: Engine, keep: Keep
) -> None:
    source = SlowSource()
    first = keep(source)
    assert source.begun.wait(LONG)
    second = keep(source)
    waits = renewal(second).progress
    assert waits.wait_until(lambda progress: progress.standing_by, LONG)

    source.go_on.set()
    renewed(first)
    renewed(second)

    assert source.rebuilds == 1
    assert shape(engine) == shape_of(NEXT)
    assert len(ledger(engine)) == len(TOLD)


@pytest.mark.usefixtures("view")
def test_the_loop_of_the_view_stands_by_and_then_goes_on(engine: Engine, keep: Keep) -> None:
    source = SlowSource()
    keeper = keep(source)
    assert source.begun.wait(LONG)
    loop = Subscription("sample.ledger", ListSource(TOLD), Projector(engine, NEXT)).start()
    try:
        assert loop.progress.wait_until(lambda progress: progress.standing_by, LONG)
        assert ledger(engine) == [], "nothing is written in a shape that is not there"

        source.go_on.set()
        renewed(keeper)

        assert loop.progress.wait_until(lambda p: p.position == len(TOLD), LONG)
        assert len(ledger(engine)) == len(TOLD)
    finally:
        loop.stop()


def test_whoever_is_asked_to_end_leaves_the_rebuild_and_the_next_one_makes_it(
    engine: Engine, view: Sample, keep: Keep
) -> None:
    source = SlowSource()
    keeper = keep(source)
    assert source.begun.wait(LONG)
    asked = Thread(target=keeper.stop)
    asked.start()
    renewal(keeper).ending.wait(LONG)

    source.go_on.set()
    asked.join(LONG)

    assert not asked.is_alive()
    assert shape(engine) == shape_of(view)
    renewed(keep(ListSource(TOLD)))
    assert shape(engine) == shape_of(NEXT)


@pytest.mark.usefixtures("view")
def test_a_fault_that_passes_is_tried_again_and_shows_meanwhile(engine: Engine, keep: Keep) -> None:
    keeper = keep(FaultySource(psycopg.OperationalError("away")))

    found = renewal(keeper).progress
    assert found.wait_until(lambda progress: progress.retries == 1, LONG)
    renewed(keeper)

    assert shape(engine) == shape_of(NEXT)


def test_who_waits_for_the_renewal_before_him_is_well(engine: Engine) -> None:
    source = SlowSource()
    older, younger = ([Told(name, shape=shape) for name in ("one", "two")] for shape in "12")
    assert all(ensure_view(engine, view) for view in older)
    keeper = ViewKeeper(by_name(*(View(engine, v, OwnLog(source)) for v in younger)), renews=True)
    keeper.start()
    try:
        assert source.begun.wait(LONG)
        assert len(keeper.renewals) == len(younger)
        assert all(one.progress.healthy for one in keeper.renewals.values())
        assert keeper.outdated()
        source.go_on.set()
        for one in tuple(keeper.renewals.values()):
            one.wait()
        assert not keeper.outdated()
    finally:
        keeper.stop()


def test_another_fault_ends_it_for_a_person_who_may_rebuild_by_hand(
    engine: Engine, view: Sample, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = keep(FaultySource(ValueError("ours")))
    failed = renewal(keeper)

    with pytest.raises(NotRenewed, match=r"sample\.ledger: ValueError: ours"):
        failed.wait()
    assert not failed.progress.healthy
    assert shape(engine) == shape_of(view)
    with monkeypatch.context() as away:
        looked = Event()

        def look(*_: object) -> bool:
            looked.set()
            raise psycopg.OperationalError("away")

        away.setattr(renewing, "ensure_view", look)
        assert looked.wait(LONG)
    assert failed.progress.state is State.STOPPED, "no fault that passes begins it again"

    View(engine, NEXT, OwnLog(ListSource(TOLD))).rebuild().run(accept_differences=True)
    assert failed.progress.wait_until(lambda progress: progress.state is State.WAITING, LONG)
