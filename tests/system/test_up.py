"""`make up` on this machine: what falls is started again, operators see everything, `make down` leaves nothing."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import httpx
import psutil
import pytest

from deploy import city
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.local.prometheus import LocalPrometheus
from deploy.local.upkeep import Upkeep
from deploy.operate import __main__ as operate
from deploy.operate.answers import Status
from shared.clock import monotonic_seconds
from shared.contracts.membership import TOPIC
from shared.contracts.public.membership import DISCLOSURE
from tests.support import prometheus
from tests.support.planted import records
from tests.support.processes import left_of, processes_of
from tests.support.running_city import brought_back, of_role, served, stands_by
from tests.support.yuhua_district import District, settle

pytestmark = pytest.mark.slow
LONG = 60.0
RELAY, PUBLIC_RELAY = "membership.relay", "membership.public.relay"
Capsys = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="up-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[list[str]]:
    """A city of one service that is up, as the program is told of it."""
    prometheus.programs()
    told = ["--home", str(folder), "--brokers", "1", "--jvm"]
    try:
        assert city.main(["up", *told, "--service", "membership"]) == 0
        yield told
    finally:
        city.main(["down", *told])


def at(folder: Path) -> LocalCity:
    home = Home(folder)
    return LocalCity(home, LocalKafka(home.kafka))


def pid_of(folder: Path, name: str) -> int:
    [part] = [part for part in at(folder).parts if part.name == name]
    assert part.started is not None
    return part.started.pid


def until(condition: Callable[[], bool]) -> bool:
    """Look until it is so."""
    end = monotonic_seconds() + LONG
    while not (so := condition()) and monotonic_seconds() < end:
        Event().wait(0.2)  # several processes start meanwhile: leave them the machine
    return so


def test_everything_is_up_and_says_so(home: list[str], capsys: Capsys) -> None:
    assert city.main(["status", *home]) == 0

    out = capsys.readouterr().out
    for name in ("membership.api", "kafka-1", "postgres", "prometheus"):
        assert re.search(rf"^  {name} .* (ready|running)$", out, re.MULTILINE), out
    assert re.search(r"^  watcher +running$", out, re.MULTILINE)
    relays = re.findall(r"^  (membership.relay\S*) ", out, re.MULTILINE)
    assert relays == [RELAY, f"{RELAY}-2"]
    assert re.search(r"^  membership.relay.* (standing by|stands by for .*)$", out, re.MULTILINE)


@pytest.fixture(scope="module")
def district(home: list[str], folder: Path) -> Iterator[District]:
    assert home
    with closing(served(at(folder), "membership")) as service:
        yield settle(service)


@pytest.fixture
def unwatched(home: list[str], folder: Path) -> Iterator[LocalCity]:
    """The city without its watcher: who ends stays away."""
    assert home
    Upkeep(at(folder)).pause()
    found = at(folder)
    yield found
    brought_back(found)
    Upkeep(found).start()


def test_a_stand_by_takes_over_from_a_relay_that_is_killed(
    unwatched: LocalCity, district: District
) -> None:
    relays = of_role(unwatched, "membership", "relay")
    assert until(lambda: {stands_by(one, RELAY) for one in relays} == {True, False})
    killed, other = sorted(relays, key=lambda one: stands_by(one, RELAY) is True)

    unwatched.kill(killed.name)
    member = district.member(1)

    def told() -> bool:
        found = records(unwatched.kafka.bootstrap, TOPIC)
        return any(json.loads(one.value)["subject"] == f"member-{member}" for one in found)

    assert until(told)
    assert not unwatched.alive(killed.name)
    assert (stands_by(other, RELAY), stands_by(other, PUBLIC_RELAY)) == (False, False)
    assert other.health().told == "ready"


def test_a_service_without_any_relay_is_noticed_and_its_return_as_well(
    unwatched: LocalCity, district: District, tmp_path: Path
) -> None:
    relays = of_role(unwatched, "membership", "relay")
    brought_back(unwatched)
    rules = prometheus.hasty_rules(tmp_path)
    with LocalPrometheus(tmp_path, interval="200ms", rules=rules) as asking:
        asking.watch(Upkeep(unwatched).targets())

        def lag() -> float:
            asked = prometheus.asked(asking.address, "subscription:lag_events:max")
            return asked.get(RELAY, -1.0)

        def firing(*names: str) -> bool:
            return {*names} <= prometheus.firing(asking.address)

        assert until(lambda: lag() == 0 and not prometheus.firing(asking.address))

        for one in relays:
            unwatched.kill(one.name)
        district.member(2)
        assert until(lambda: firing("RelayLag", "ProcessDown")), "the other processes tell of it"
        assert lag() > 0

        brought_back(unwatched)
        assert until(lambda: not prometheus.firing(asking.address)), "told, and so cleared"
        assert lag() == 0


def test_prometheus_asks_every_process(home: list[str], folder: Path) -> None:
    address = Upkeep(at(folder)).prometheus.address
    assert home

    def answered() -> int:
        found = httpx.get(f"{address}/api/v1/targets").json()["data"]["activeTargets"]
        return len([one for one in found if one["health"] == "up"])

    assert until(lambda: answered() == len(at(folder).parts) == 5)


def test_what_is_killed_is_started_again_and_status_tells(
    home: list[str], folder: Path, capsys: Capsys
) -> None:
    before = pid_of(folder, "membership.relay")
    psutil.Process(before).kill()
    LocalKafka(Home(folder).kafka).kill(1)
    capsys.readouterr()

    def well() -> bool:
        status = city.main(["status", *home])
        return status == 0 and capsys.readouterr().out.count("started again 1 times") == 2

    assert until(well)
    plan = ["--home", str(folder), "topics", "plan"]  # a broker that runs recovers its log first
    assert until(lambda: operate.main(plan) == Status.DONE)
    assert pid_of(folder, "membership.relay") != before


def test_the_operators_program_finds_it_by_its_folder(
    home: list[str], folder: Path, capsys: Capsys
) -> None:
    def told(*words: str) -> str:
        assert operate.main(["--home", str(folder), *words]) == Status.DONE, words
        return capsys.readouterr().out

    assert home
    assert until(
        lambda: operate.main(["--home", str(folder), "lag", "--most", "30"]) == Status.DONE
    )
    capsys.readouterr()
    lag = told("lag", "membership")
    assert "membership.public.relay" in lag
    assert "?" not in lag
    assert "membership.members" in told("views", "list", "membership")
    assert "已一致" in told("topics", "plan").splitlines()[0]
    assert "membership" in told("log", "horizon")
    assert "public.membership.v1" in told("verify", "membership")


def test_bureaus_are_told_again_from_the_beginning(
    folder: Path, district: District, capsys: Capsys
) -> None:
    """While the relay is at work and nothing new comes: it is called.

    What was on its way when a relay was killed stands there twice already.
    """
    assert district
    reset = ("offsets", "reset", "membership", PUBLIC_RELAY, "--to", "0")

    def operated(*words: str) -> int:
        return operate.main(["--home", str(folder), *words])

    def told() -> Counter[str]:
        """How often each message stands in the public topic."""
        found = (
            json.loads(one.value) for one in records(at(folder).kafka.bootstrap, DISCLOSURE.topic)
        )
        return Counter(one["id"] for one in found if one["type"] != DISCLOSURE.proof_type)

    assert until(lambda: bool(told()) and told() == told())  # nothing is on its way any more
    before = told()
    assert operated(*reset, "--dry-run") == Status.DONE
    assert f"would move {PUBLIC_RELAY} in log" in capsys.readouterr().out
    assert operated(*reset[:-1], "1000000", "--skip") == Status.REFUSED
    assert operated(*reset) == Status.DONE

    assert until(lambda: told() - before >= Counter(dict.fromkeys(before, 1)))
    assert operated("verify", "membership") == Status.DONE


def test_down_leaves_nothing_behind(home: list[str], folder: Path, capsys: Capsys) -> None:
    assert processes_of(folder)

    assert city.main(["down", *home]) == 0

    assert left_of(folder) == []
    assert not (folder / "processes.json").exists()
    assert not (folder / "watcher" / "process.json").exists()
    assert not (folder / "prometheus" / "process.json").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    capsys.readouterr()
    assert city.main(["status", *home]) == 1
    assert "watcher                                               ended" in capsys.readouterr().out
