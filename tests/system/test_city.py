"""City-wide, with real processes: Kafka, PostgreSQL, every service and role; machines fail, nothing is lost."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from kafka.admin import KafkaAdminClient

from deploy.demo import district as chapter
from deploy.demo.officers import Officers
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.services import SERVICES
from shared.contracts.membership import TOPIC
from tests.support.city_load import COMMANDS, Load, all_is_there
from tests.support.city_neighbours import Neighbours
from tests.support.processes import processes_of

pytestmark = pytest.mark.slow
ENOUGH = ("membership", "reporting")
"""A service that publishes and one that follows."""
A_SECOND = 100
"""Commands, when brokers die under load."""
Started = tuple[LocalCity, LocalKafka]


def begun(folder: Path, brokers: int, services: Collection[str] = tuple(SERVICES)) -> Started:
    home = Home(folder)
    kafka = LocalKafka(home.kafka, brokers=brokers)
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
    """Members are registered while Kafka, the relay and both projectors are killed and come back.

    And all processes of the other services too, when each has done its part once.
    """
    city, kafka = begun(folder, 1)
    with city:
        processes = [part.name for part in city.parts]
        others = [part.name for part in city.parts if part.service not in ENOUGH]
        load = Load(officers(city), rate=3).start()
        neighbours = Neighbours(officers(city))
        neighbours.at_work("430111001001")
        load.reached(4)
        kafka.kill(1)
        city.kill("membership.relay")
        load.reached(10)
        kafka.restart(1)
        kafka.wait()
        city.launch("membership.relay")
        city.kill("membership.projector")
        city.kill("reporting.projector")
        for name in others:
            city.kill(name)
        load.reached(16)
        for name in ("membership.projector", "reporting.projector", *others):
            city.launch(name)
        load.finish()
        city.wait()
        neighbours.at_work("430111001002")
        assert neighbours.all_is_there()
        return Past(city, load, neighbours, all_is_there(city, load), processes)


def officers(city: LocalCity) -> Officers:
    return Officers(city.addresses, city.home.token_keys)


def test_whatever_dies_every_accepted_command_is_in_every_view_once(past: Past) -> None:
    assert past.found["members"] == past.load.accepted >= 16
    assert len(past.neighbours.done) == 2


def test_stopped_it_leaves_nothing_behind(past: Past, folder: Path) -> None:
    for name in past.processes:
        lines = (past.city.home.logs / f"{name}.log").read_text(encoding="utf-8").splitlines()
        assert "process.stopped" in lines[-1], name
    assert processes_of(folder) == []
    assert not (folder / "processes.json").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    assert past.city.kafka.running() == ()


def test_started_again_it_goes_on_where_it_was(past: Past, folder: Path) -> None:
    city, _ = begun(folder, 1, ENOUGH)
    with city:
        past.load.officers = officers(city)
        assert all_is_there(city, past.load) == past.found


@pytest.mark.soak
def test_three_brokers_die_one_after_the_other_under_load(
    folder: Path, finding: Callable[[str], None]
) -> None:
    """100 commands/s for two minutes: one broker, another's leader, then all of them for a minute."""
    city, kafka = begun(folder / "three", 3, ENOUGH)
    with city:
        load = Load(officers(city), rate=A_SECOND / COMMANDS, workers=16).start()
        load.until(10)
        kafka.kill(1)
        load.until(25)
        kafka.restart(1)
        kafka.wait()
        kafka.kill(leader(kafka))
        before = load.until(45)
        for number in kafka.running():
            kafka.kill(number)
        without = load.until(105) - before
        for number in kafka.brokers:
            kafka.restart(number)
        kafka.wait()
        load.until(120)
        load.finish()
        took = perf_counter() - load.began
        city.wait()
        chapter.caught_up(load.officers.city(), load.officers.district())
        caught_up = perf_counter() - load.began - took
        found = all_is_there(city, load)
    attained = load.accepted * COMMANDS / took
    finding(
        f"{load.accepted * COMMANDS} commands in {took:.0f} s ({attained:.0f}/s; while Kafka was"
        f" down {without * COMMANDS / 60:.0f}/s), none refused, the slowest {load.slowest:.2f} s;"
        f" {found['messages']} messages, each stream in order, {found['twice']} came twice; every"
        f" view had all {caught_up:.1f} s after the load and came out identical when rebuilt"
    )
    assert attained >= 0.95 * A_SECOND


def leader(kafka: LocalKafka) -> int:
    """The broker that leads the first part of membership's topic."""
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        [told] = admin.describe_topics([TOPIC])
        return int(told["partitions"][0]["leader_id"])
    finally:
        admin.close()
