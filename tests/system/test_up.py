"""`make up` on this machine: what falls is started again, operators see everything, `make down` leaves nothing."""

import re
from collections.abc import Callable, Iterator
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
from deploy.local.upkeep import Upkeep
from deploy.operate import __main__ as operate
from deploy.operate.answers import Status
from shared.clock import monotonic_seconds
from tests.support import prometheus
from tests.support.processes import processes_of

pytestmark = pytest.mark.slow
LONG = 60.0
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
    for name in ("membership.api", "membership.relay", "kafka-1", "postgres", "prometheus"):
        assert re.search(rf"^  {name} .* (ready|running)$", out, re.MULTILINE), out
    assert re.search(r"^  watcher +running$", out, re.MULTILINE)


def test_prometheus_asks_every_process(home: list[str], folder: Path) -> None:
    address = Upkeep(at(folder)).prometheus.address
    assert home

    def answered() -> int:
        found = httpx.get(f"{address}/api/v1/targets").json()["data"]["activeTargets"]
        return len([one for one in found if one["health"] == "up"])

    assert until(lambda: answered() == len(at(folder).parts) == 4)


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


def test_down_leaves_nothing_behind(home: list[str], folder: Path, capsys: Capsys) -> None:
    assert processes_of(folder)

    assert city.main(["down", *home]) == 0

    assert processes_of(folder) == []
    assert not (folder / "processes.json").exists()
    assert not (folder / "watcher" / "process.json").exists()
    assert not (folder / "prometheus" / "process.json").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    capsys.readouterr()
    assert city.main(["status", *home]) == 1
    assert "watcher                                               ended" in capsys.readouterr().out
