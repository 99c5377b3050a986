"""Every view is rebuilt alike while people write; a retired copy remembers nobody who was forgotten."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import psycopg
import pytest

from deploy.operate.answers import Status
from deploy.operate.offsets import run_reset
from deploy.operate.opened import Opened
from services.petitions.views import PROJECTIONS
from shared.database import open_engine, open_pool
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.signals import Signals
from tests.support.georeport import App
from tests.support.running_petitions import CITY, COMMUNITY, WATER, caught_up, registered, step
from tests.support.running_service import Client, Running

LIKENESS = "petitions.likeness"


@pytest.fixture(scope="module")
def busy(service: Running) -> Running:
    """A bit of everything has happened."""
    desk, city = service.as_("appeals_officer", COMMUNITY), service.as_("district_organiser", CITY)
    app = App(service)
    ones = [registered(desk, category_id="water")["petition_id"] for _ in range(3)]
    step(desk, ones[0], "dispatch", lead_id=WATER, by=COMMUNITY)
    step(desk, ones[1], "link", main_id=ones[0])
    day = service.clock.today.isoformat()
    body = {"kind": "skill", "amount": 1, "measure": "person"}
    step(desk, ones[0], "publish-need", wanted_from=day, wanted_until=day, **body)
    step(desk, app.filed(), "recategorise", category_id="sewage", place=COMMUNITY)
    step(city, ones[2], "erase")
    app.http.close()
    return service


@pytest.mark.parametrize("view", [each.name for each in PROJECTIONS])
def test_a_view_is_rebuilt_alike_while_people_write(busy: Running, view: str) -> None:
    operator, desk = busy.as_("district_organiser", CITY), busy.as_("appeals_officer", COMMUNITY)
    stop = Event()

    def write() -> int:
        written = 0
        while not stop.is_set() or not written:
            step(desk, registered(desk, category_id="noise")["petition_id"], "accept")
            written += 1
        return written

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        report = operator.post(f"/views/{view}/rebuild").json()
        stop.set()
        assert writing.result() > 0

    assert (report["identical"], report["switched"]) == (True, True), report


def test_a_view_that_is_put_back_is_read_again_while_nothing_comes(busy: Running) -> None:
    """By the operators' command, from another process."""
    view, pool = "petitions.needs", open_pool(busy.database_url)
    engine, loop = open_engine(busy.database_url), busy.service.subscriptions[view]
    caught_up(busy, view)
    head, before = loop.progress.position, loop.progress.handled
    log = LogSource(PostgresEventStore(pool), Signals(busy.database_url, ()))
    petitions = Opened(
        name="petitions",
        views=busy.service.views,
        healings=busy.service.healings,
        engine=engine,
        observing=pool,
        has_log=True,
        topics={},
        sources=[log],
        followed=busy.service.followed,
    )
    with closing(pool):
        assert run_reset(petitions, view, "log", 0, skip=False, dry_run=False) == Status.DONE
    engine.dispose()

    assert loop.progress.wait_until(lambda p: p.handled - before == p.position == head, 20)


def test_a_retired_copy_holds_no_sketch_of_who_is_forgotten(
    busy: Running, desk: Client, city: Client
) -> None:
    one = registered(desk, category_id="lift")["petition_id"]
    desk.get(f"/petitions/{one}/duplicates")
    city.post(f"/views/{LIKENESS}/rebuild")
    assert _places_of(busy, one)

    step(city, one, "erase")
    caught_up(busy, "petitions.forgetting")

    assert not _places_of(busy, one)


def _places_of(service: Running, petition_id: str) -> list[str]:
    """The copies of the view in which the appeal has a sketch."""
    with psycopg.connect(service.database_url) as connection:
        tables = connection.execute(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables"
            " where table_name = 'sketches'"
        ).fetchall()
        return [
            name
            for (name,) in tables
            if connection.execute(
                f"select 1 from {name} where petition_id = %s".encode(), (petition_id,)
            ).fetchone()
        ]
