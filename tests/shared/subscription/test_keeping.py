"""A service starts only when its views stand in this release's shape, however many start at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from sqlalchemy import Engine

from shared.messaging.feed import OwnLog
from shared.messaging.promise import Message
from shared.subscription.keeping import View, ViewKeeper, by_name
from shared.subscription.views import known_shape, shape_of
from tests.support.looking import ledger
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("b", 2), ("a", 3))
NEXT = Sample(shape="2")


class SlowSource(ListSource):
    """Counts who reads it from the beginning, and keeps the first one waiting."""

    def __init__(self) -> None:
        super().__init__(TOLD)
        self.begun, self.go_on, self.rebuilds = Event(), Event(), 0

    def read(self, after: int, limit: int) -> list[Message]:
        if after == 0:
            self.rebuilds += 1
            self.begun.set()
            assert self.go_on.wait(30)
        return super().read(after, limit)


def keeper(engine: Engine, view: Sample, source: ListSource, *, renews: bool = True) -> ViewKeeper:
    return ViewKeeper(by_name(View(engine, view, OwnLog(source))), renews=renews)


def shape(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return known_shape(connection, NEXT.name)


def test_a_view_that_is_missing_is_made_empty_for_its_loop_to_fill(engine: Engine) -> None:
    keeper(engine, NEXT, ListSource(TOLD)).start()

    assert shape(engine) == shape_of(NEXT)
    assert ledger(engine) == []


@pytest.mark.usefixtures("view")
def test_a_view_of_another_shape_is_made_anew(engine: Engine) -> None:
    keeper(engine, NEXT, ListSource(TOLD)).start()

    assert shape(engine) == shape_of(NEXT)
    assert len(ledger(engine)) == len(TOLD)


def test_a_process_that_renews_nothing_leaves_it_to_the_others(
    engine: Engine, view: Sample
) -> None:
    keeper(engine, NEXT, ListSource(TOLD), renews=False).start()

    assert shape(engine) == shape_of(view)


@pytest.mark.usefixtures("view")
def test_of_two_that_start_at_once_the_second_waits_for_the_first(
    engine: Engine, database_url: str
) -> None:
    source = SlowSource()
    with ThreadPoolExecutor(2) as processes:
        first = processes.submit(keeper(engine, NEXT, source).start)
        assert source.begun.wait(30)
        second = processes.submit(keeper(engine, NEXT, source).start)
        wait_for_somebody_waiting(database_url)
        source.go_on.set()
        first.result(30)
        second.result(30)

    assert source.rebuilds == 1
    assert shape(engine) == shape_of(NEXT)
    assert len(ledger(engine)) == len(TOLD)


def wait_for_somebody_waiting(database_url: str) -> None:
    asked = "select 1 from pg_locks where locktype = 'advisory' and not granted"
    with psycopg.connect(database_url, autocommit=True) as connection:
        while not connection.execute(asked).fetchone():
            pass
