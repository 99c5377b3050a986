"""City-wide, with real processes: Kafka, PostgreSQL, every service and role; machines fail, nothing is lost."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest

from deploy.demo.officers import Officers
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.operate import __main__ as operate
from deploy.operate.answers import Status
from deploy.services import SERVICES
from services.reporting.projections.statistics import STATISTICS
from shared.contracts import membership
from tests.support.city_load import COMMANDS, Load, all_is_there, settled
from tests.support.city_neighbours import Neighbours
from tests.support.city_ordeal import Ordeal, suffered
from tests.support.processes import left_of

pytestmark = pytest.mark.slow
ENOUGH = ("membership", "reporting")
"""A service that publishes and one that follows."""
A_SECOND = 100
"""Commands, when brokers die under load."""
A_ROUND = A_SECOND / COMMANDS
IN_SHORT = Ordeal(first=3, second=9, dark=15, light=25, end=31)
IN_FULL = Ordeal.after((10, 25, 45, 105, 120), A_ROUND, patience=180)
"""Two minutes, one of them without any Kafka."""
Started = tuple[LocalCity, LocalKafka]


def begun(folder: Path, services: Collection[str] = tuple(SERVICES)) -> Started:
    home = Home(folder)
    kafka = LocalKafka(home.kafka, brokers=3)
    return LocalCity(home, kafka, services=services), kafka


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="city-") as name:
        yield Path(name)


@dataclass(frozen=True)
class Past:
    """A city that was stopped, and what it had done."""

    city: LocalCity
    load: Load
    neighbours: Neighbours
    found: Mapping[str, int]
    processes: Sequence[str]


@pytest.fixture(scope="module")
def past(folder: Path) -> Past:
    """Officers of every service work while brokers die, and with the last of them whatever is no API.

    When they have gone home the other APIs die too, and each service does its part once more.
    """
    city, kafka = begun(folder)
    with city:
        processes = [part.name for part in city.parts]
        load, neighbours = at_work(city, rate=3)
        behind = [part.name for part in city.parts if part.role != "api"]
        suffered(city, kafka, load, IN_SHORT, too=behind)
        apis = [part.name for part in city.parts if part.role == "api"]
        for name in apis:
            city.kill(name)
        for name in apis:
            city.launch(name)
        city.wait()
        neighbours.at_work("430111001002")
        return Past(city, load, neighbours, everywhere(city, load, neighbours), processes)


def at_work(city: LocalCity, rate: float, workers: int = 4) -> tuple[Load, Neighbours]:
    """Officers of membership, petitions and resources, as soon as these have heard of each other."""
    settled(officers(city))
    neighbours = Neighbours(officers(city))
    neighbours.at_work("430111001001")
    return Load(officers(city), rate, neighbours.round, workers).start(), neighbours


def everywhere(city: LocalCity, load: Load, neighbours: Neighbours) -> dict[str, int]:
    """Every accepted command is in every view once, and bureaus were told the same."""
    neighbours.caught_up()
    neighbours.all_is_there(load.done)
    found = all_is_there(city, load)
    assert found["members"] == load.accepted
    assert found["appeals"] == found["units"] == load.accepted + len(neighbours.done)
    assert operate.main(["--home", str(city.home.folder), "verify"]) == Status.DONE
    return found


def officers(city: LocalCity) -> Officers:
    return Officers(city.addresses, city.home.token_keys)


def test_whatever_dies_every_accepted_command_is_in_every_view_once(past: Past) -> None:
    assert past.found["members"] == past.load.accepted >= IN_SHORT.end
    assert len(past.neighbours.done) == 2


def test_stopped_it_leaves_nothing_behind(past: Past, folder: Path) -> None:
    for name in past.processes:
        lines = (past.city.home.logs / f"{name}.log").read_text(encoding="utf-8").splitlines()
        assert "process.stopped" in lines[-1], name
    assert left_of(folder) == []
    assert not (folder / "processes.json").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    assert past.city.kafka.running() == ()


def test_started_again_it_goes_on_where_it_was(past: Past, folder: Path) -> None:
    city, _ = begun(folder, ENOUGH)
    with city:
        past.load.officers = officers(city)
        assert all_is_there(city, past.load) == past.found
        read_again(city, past.load)


def read_again(city: LocalCity, load: Load) -> None:
    """A view at work is moved back to the beginning of a part of a topic, and counts nothing twice."""
    source = f"{membership.TOPIC}/0"
    reset = ("offsets", "reset", "reporting", STATISTICS.name, "--source", source, "--to", "0")
    at = ("--home", str(city.home.folder))
    assert operate.main([*at, *reset, "--dry-run"]) == Status.DONE
    assert operate.main([*at, *reset]) == Status.DONE
    line = {"code": "430111001003", "name": "又一社区", "level": "community"}
    body = {"divisions": [{**line, "parent_code": "430111001"}]}
    load.officers.city().post("/membership/divisions", body, once="with it the relay's mark comes")
    all_is_there(city, load)


@pytest.mark.soak
def test_three_brokers_die_one_after_the_other_under_load(
    folder: Path, finding: Callable[[str], None]
) -> None:
    """100 commands/s for two minutes: one broker, another's leader, then all of them for a minute."""
    city, kafka = begun(folder / "three")
    with city:
        load, neighbours = at_work(city, A_ROUND, workers=16)
        told = suffered(city, kafka, load, IN_FULL)
        ended = perf_counter()
        city.wait()
        neighbours.caught_up()
        caught_up = perf_counter() - ended
        found = everywhere(city, load, neighbours)
    attained = load.accepted * COMMANDS / told.seconds
    finding(
        f"{load.accepted * COMMANDS} commands of three services in {told.seconds:.0f} s"
        f" ({attained:.0f}/s; while Kafka was down {told.in_the_dark:.0f}/s), none refused, the"
        f" slowest {load.slowest:.2f} s; {found['messages']} messages, each stream in order,"
        f" {found['twice']} came twice; every view had all {caught_up:.1f} s after the load and came"
        " out identical when rebuilt"
    )
    assert attained >= 0.95 * A_SECOND
