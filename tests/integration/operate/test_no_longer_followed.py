"""What a subscription leaves behind that this release has no more: nobody is alarmed, and operators can remove it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from deploy.local.home import Home
from deploy.operate import offsets, standing
from deploy.operate.answers import Refused, Status
from deploy.operate.opened import Opened, opened
from deploy.services import SERVICES
from services.petitions.consumers import divisions
from services.petitions.main import compose
from shared.clock import utc_now
from shared.messaging import chosen
from shared.messaging.promise import OutgoingMessage
from shared.metrics import Metrics, at_scrape
from shared.metrics.at_scrape import AtScrape
from shared.subscription import locks
from shared.subscription.locks import Lock
from shared.subscription.views import schema_of
from tests.support.running_petitions import running, settings_for
from tests.support.scraping import samples

GONE, SOURCE = "petitions.gone", "membership.v1/0"
TABLES = ("checkpoints", "dead_letters", "views")
Capsys = pytest.CaptureFixture[str]


def left(url: str) -> dict[str, int]:
    """How many rows of it are there, by table; and of how many schemas its tables are."""
    with psycopg.connect(url) as connection:
        asked = {table: f"from subscription.{table} where subscription like %s" for table in TABLES}
        asked["schemas"] = "from pg_namespace where replace(nspname, '_', '.') like %s"
        found = {}
        for what, where in asked.items():
            row = connection.execute(f"select count(*) {where}".encode(), (f"{GONE}%",)).fetchone()
            found[what] = int(row[0]) if row else 0
    return found


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Opened]:
    """A view of an earlier release stands at the first of three messages, with one set aside and a copy half built."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for name in (GONE, f"{GONE}#next", divisions.NAME):
            connection.execute(
                "insert into subscription.checkpoints (subscription, source, position, updated_at)"
                " values (%s, %s, 1, now() - interval '1 day')",
                (name, SOURCE),
            )
        connection.execute(
            "insert into subscription.dead_letters (subscription, source, position, key, type, reason, value)"
            " values (%s, %s, 1, 'a', 'x', 'why', '')",
            (GONE, SOURCE),
        )
        connection.execute("insert into subscription.views values (%s, 'shape')", (GONE,))
        for schema in ("petitions_gone", "petitions_gone_next"):
            connection.execute(f"create schema {schema} create table rows (n int)".encode())
    now = utc_now()
    with chosen.embedded(database_url) as backbone:
        told = [OutgoingMessage("membership.v1", "unit", b"{}", n, now) for n in (1, 2, 3)]
        backbone.publisher().publish(told)
        composed = compose(settings_for(database_url, tmp_path), backbone)
        with opened(composed, database_url) as found:
            yield found


def test_it_is_shown_and_nobody_is_alarmed(service: Opened, capsys: Capsys) -> None:
    by_name = {one.subscription: one for one in service.standings()}
    assert (by_name[divisions.NAME].lag_events, by_name[GONE].lag_events) == (2, None)

    assert standing.run_lag([service], most=3600) == Status.DONE

    [line] = [one for one in capsys.readouterr().out.splitlines() if GONE in one]
    assert standing.NOT_FOLLOWED in line
    assert service.observer.look().dead_letters == {}
    metrics = Metrics("petitions")
    metrics.watch(AtScrape("petitions", at_scrape.standings(service.observer.look)))
    told = samples(metrics)
    assert any(divisions.NAME in name for name in told)
    assert not any(GONE in name for name in told)


def test_it_is_removed_whole_and_not_before_it_was_tried(
    service: Opened, database_url: str, capsys: Capsys
) -> None:
    before = left(database_url)
    assert before == {"checkpoints": 2, "dead_letters": 1, "views": 1, "schemas": 2}

    assert offsets.run_forget(service, GONE, dry_run=True) == Status.DONE

    told = capsys.readouterr().out
    assert f"would forget {GONE}" in told
    assert "1 entries set aside" in told
    assert "petitions_gone, petitions_gone_next" in told
    assert left(database_url) == before
    assert offsets.run_forget(service, GONE, dry_run=False) == Status.DONE
    assert left(database_url) == dict.fromkeys(before, 0)
    assert [one.subscription for one in service.standings()] == [divisions.NAME]


def test_what_somebody_of_another_release_follows_is_left_alone(
    service: Opened, database_url: str
) -> None:
    before = left(database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("update subscription.checkpoints set updated_at = now()")

    with pytest.raises(Refused, match=r"saved \d s ago"):
        offsets.run_forget(service, GONE, dry_run=False)

    assert left(database_url) == before


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_is_followed_is_not_removed_nor_what_never_was(
    service: Opened, *, dry_run: bool
) -> None:
    with pytest.raises(Refused, match=f"this release follows {divisions.NAME}"):
        offsets.run_forget(service, divisions.NAME, dry_run=dry_run)
    with pytest.raises(Refused, match="offsets show"):
        offsets.run_forget(service, "petitions.never", dry_run=dry_run)


@pytest.mark.parametrize(
    "name",
    ["event_log", "privacy", "subscription", "petitions_gone", "petitions_needs", "petitions"],
)
def test_what_only_has_the_name_of_a_schema_is_no_subscription(
    service: Opened, database_url: str, name: str
) -> None:
    """The log, the keys and the tables of views that are followed stand in schemas, too."""
    before = left(database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("create schema if not exists petitions_needs")

    with pytest.raises(Refused, match="has left nothing behind"):
        offsets.run_forget(service, name, dry_run=False)

    assert left(database_url) == before
    with psycopg.connect(database_url) as connection:
        schemas = {str(one) for (one,) in connection.execute("select nspname from pg_namespace")}
    assert {"event_log", "privacy", "subscription", "petitions_needs"} <= schemas


def test_what_a_process_of_another_release_holds_is_left_alone_however_quiet_it_is(
    service: Opened, database_url: str
) -> None:
    before = left(database_url)
    with locks.holding(service.engine, GONE, Lock.LEASE), pytest.raises(Refused, match="is held"):
        offsets.run_forget(service, GONE, dry_run=False)

    assert left(database_url) == before


def test_every_process_knows_what_this_release_follows(database_url: str, tmp_path: Path) -> None:
    """Also that which others run: a lag is told by whoever is up."""
    with running(database_url, tmp_path) as whole:
        loops = {one.subscription for one in whole.service.subscriptions.values()}
        followed = whole.service.followed
    with running(database_url, tmp_path, "api") as api:
        assert {*api.service.followed} == {*followed}

    assert "petitions.relay" in loops
    assert "petitions.public.relay" not in loops, "bureaus cannot read the embedded backbone"
    assert "petitions.public.relay" in followed, "whoever looks may not know where it runs"
    assert loops <= {*followed}


def test_the_tables_of_a_view_stand_where_its_name_says(database_url: str, tmp_path: Path) -> None:
    """By its name alone they are found when no release knows the view any more."""
    home = Home(tmp_path)
    with ExitStack() as closing:
        backbone = closing.enter_context(chosen.embedded(database_url))
        for deployed in SERVICES.values():
            program = deployed.program
            settings = program.read(home.environment(program, database_url))
            service = program.compose(settings, backbone)
            for close in service.closing:
                closing.callback(close)
            for view in service.views.values():
                assert schema_of(view.projection) == view.name.replace(".", "_")
