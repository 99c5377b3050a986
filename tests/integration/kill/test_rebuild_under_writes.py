"""SIGKILL of a rebuild while people write: the live views show all that was written, at every moment."""

import os
import random  # noqa: TID251 -- seeded: the same points in every run
import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from shared.subscription.locks import Lock, holding
from shared.subscription.views import schema_of
from tests.integration.kill.city_at_work import City, city_at_work
from tests.integration.kill.writers import Writers
from tests.support.postgres import TestServer
from tests.support.rebuild_victims import HOLDS_BACK, VIEWS
from tests.support.supervisor import KILLED, Supervisor

pytestmark = pytest.mark.slow

STEPS = [
    ("create table", 1),
    ("pre-fill", 3),
    ("update subscription.checkpoints", 2),
    ("create index", 1),
    (HOLDS_BACK, 1),
    ("catch-up", 1),
    ("except all", 1),
    ("rename to", 2),
    ("insert into subscription.views", 1),
    ("switched", 1),
]
STEPPED = ("membership.members", "reporting.roster")
"""One of the own log, one of two topics; every view is killed at random points."""
KILLS, FARTHEST = 5, 5
"""Some fall while the rebuild is far from done, some behind its end; measured in what others wrote meanwhile."""


@pytest.fixture(scope="module")
def city(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with (
        postgres.database() as url,
        city_at_work(url, tmp_path_factory.mktemp("city")) as city,
    ):
        yield city


@pytest.fixture(scope="module")
def writers(city: City) -> Iterator[Writers]:
    """They write, and look whether it is shown, as long as these tests run."""
    with Writers(city.acts()) as writers:
        yield writers
        writers.all_go_on()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("view", STEPPED)
def test_killed_at_any_step(
    city: City, writers: Writers, supervisor: Supervisor, view: str, step: tuple[str, int]
) -> None:
    url = city.membership.database_url

    assert supervisor.run(f"rebuild of {view}", url, *step) == KILLED

    writers.all_go_on()
    a_fresh_one_succeeds(city, view)


@pytest.mark.parametrize("view", VIEWS)
def test_killed_at_random_points(
    city: City, writers: Writers, supervisor: Supervisor, view: str
) -> None:
    draw, ends = random.Random(2026), []
    for _ in range(KILLS):
        victim = supervisor.start(f"rebuild of {view}", city.membership.database_url)
        writers.go_on(draw.randint(1, FARTHEST))
        os.kill(victim, signal.SIGKILL)
        ends.append(supervisor.wait(victim))

    assert set(ends) <= {0, KILLED}
    assert KILLED in ends
    writers.all_go_on()
    a_fresh_one_succeeds(city, view)


def a_fresh_one_succeeds(city: City, view: str) -> None:
    """It finds every row alike, and of the dead one nothing is left."""
    kept = city.views[view]
    with holding(kept.engine, view, Lock.REBUILDING):
        pass  # the server has noticed that the dead one's session is gone

    report = kept.rebuild().run()

    assert (report.identical, report.switched) == (True, True)
    live = schema_of(kept.projection)
    with kept.engine.connect() as connection:
        schemas = text("select nspname from pg_namespace where nspname like :of")
        found = set(connection.execute(schemas, {"of": f"{live}%"}).scalars())
        known = text(
            "select subscription from subscription.checkpoints where subscription like :of"
        )
        standing = set(connection.execute(known, {"of": f"{view}%"}).scalars())
    assert (found, standing) == ({live, f"{live}_old"}, {view})
