"""The service that the guide builds, as it is written there: it runs, keeps its rule, and is told to others."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

import services
import shared.contracts
from shared.access.key_file import ensure_key_file
from shared.database import open_engine
from shared.messaging.promise import Backbone, Message
from shared.service import Service
from shared.settings import ServiceSettings
from shared.signals import Signals
from shared.subscription.reaching import VIEWS_MOVED, Reaching
from tests.architecture.test_domain_is_pure import foreign
from tests.support.postgres import TestServer
from tests.support.running_service import Clock, Running, problem_of, serving
from tests.support.told_by_membership import district

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "adding-a-service.md"
LISTING = re.compile(r"```python\n# ((?:services|shared)/\S+\.py)\n(.*?)```", re.DOTALL)
HERE, ELSEWHERE = "/communities/430111001001/visits", "/communities/430111002001/visits"
KEY = "0f0e0d0c-0b0a-4908-8706-050403020100"
_WAIT_SECONDS = 20


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the listings, each at its place; this process imports them from there."""
    folder = tmp_path_factory.mktemp("guide")
    for name, text in LISTING.findall(GUIDE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rooms = {services: "services", shared.contracts: "shared/contracts"}
    for package, room in rooms.items():
        package.__path__.append(str(folder / room))
    yield folder
    for package, room in rooms.items():
        package.__path__.remove(str(folder / room))
    for name in [one for one in sys.modules if ".visits" in one]:
        del sys.modules[name]


@dataclass
class Visits:
    """The running service, and where its messages go."""

    running: Running
    backbone: Backbone

    def messages(self, number: int) -> list[Message]:
        """The first messages of its topic, when there are so many."""
        [source] = self.backbone.sources("visits.v1")
        seen = source.seen()
        while len(found := source.read(0, 100)) < number:
            source.wait(seen, _WAIT_SECONDS)
            seen = source.seen()
        return list(found)


@pytest.fixture(scope="module")
def visits(
    written: Path, postgres: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visits]:
    main = import_module("services.visits.main")
    assert Path(str(main.__file__)).is_relative_to(written)
    keys = ensure_key_file(tmp_path_factory.mktemp("keys") / "access.json")
    told, backbones = district().told, list[Backbone]()

    def composed(backbone: Backbone, now: Clock) -> Service:
        backbones.append(backbone)
        backbone.publisher().publish(told)
        settings = ServiceSettings(database_url=url, token_keys=str(keys), read_after_seconds=10)
        service: Service = main.compose(settings, backbone, now=now)
        return service

    with postgres.database() as url, serving(url, keys, composed) as running:
        _wait_for_city(url, main.CITY.name, told[-1].sequence)
        yield Visits(running, backbones[0])


def _wait_for_city(url: str, view: str, sequence: int) -> None:
    engine, signals = open_engine(url), Signals(url, (VIEWS_MOVED,)).start()
    assert Reaching(engine, view, signals).wait(sequence, _WAIT_SECONDS)
    signals.stop()
    engine.dispose()


def test_a_days_visits_are_recorded_shown_and_told_to_others(visits: Visits) -> None:
    officer, day = visits.running.as_("appeals_officer", "s1"), visits.running.clock.today
    first = officer.post(HERE, {"households": 12}, Idempotency_Key=KEY)
    again = officer.post(HERE, {"households": 12}, Idempotency_Key=KEY)
    same = officer.post(HERE, {"households": 12})
    more = officer.post(HERE, {"households": 15}, If_Match=first.headers["ETag"])
    stale = officer.post(HERE, {"households": 9}, If_Match=first.headers["ETag"])

    assert [first.json()["changed"], again.json()["repeated"]] == [True, True]
    assert (same.json()["changed"], more.headers["ETag"]) == (False, '"2"')
    assert stale.status_code == 412
    assert officer.get(HERE).json() == [{"day": day.isoformat(), "households": 15}]
    told = [json.loads(one.value) for one in visits.messages(2)]
    counted = [one["data"]["households"] for one in told if "households" in one["data"]]
    assert counted == [12, 15]


def test_a_day_that_has_not_come_is_refused_with_its_rule(visits: Visits) -> None:
    officer = visits.running.as_("appeals_officer", "s1")
    tomorrow = visits.running.clock.today + timedelta(days=1)

    refused = officer.post(HERE, {"households": 1, "effective_date": tomorrow.isoformat()})

    assert problem_of(refused) == (
        422,
        "day-not-come",
        [("effective_date", "day-not-come")],
    )


def test_nobody_reaches_beyond_his_scope(visits: Visits) -> None:
    officer = visits.running.as_("appeals_officer", "s1")

    assert officer.post(ELSEWHERE, {"households": 1}).status_code == 403
    assert officer.get(ELSEWHERE).status_code == 403


def test_its_view_is_rebuilt_like_every_other(visits: Visits) -> None:
    operator = visits.running.as_("district_organiser", "4301")

    report = operator.post("/views/visits.days/rebuild").json()

    assert (report["identical"], report["switched"]) == (True, True), report


def test_the_listings_keep_the_rules_of_this_project(written: Path) -> None:
    domain = (written / "services/visits/domain/visits.py").read_text(encoding="utf-8")
    assert foreign(domain, "services.visits") == set()
    ruff, rules = Path(sys.executable).with_name("ruff"), f"--config={ROOT / 'pyproject.toml'}"
    ours = '--config=lint.isort.known-first-party=["services", "shared"]'
    for check in (["check", ours], ["format", "--check"]):
        done = subprocess.run(  # noqa: S603 -- our own linter on the guide
            [ruff, *check, rules, "--no-cache", "services", "shared"],
            cwd=written,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
