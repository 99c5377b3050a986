"""A topic that lost what it held is told anew, as `docs/runbooks/position-lost.md` has it, and nobody loses an entry.

While its relay runs, which goes on where it stands: what it publishes first would stand before the log's beginning.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from deploy import city
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.local.part import Part
from deploy.local.upkeep import Upkeep
from deploy.operate import __main__ as operate
from deploy.operate.answers import Status
from services.reporting.projections.statistics import STATISTICS
from shared.clock import utc_now
from shared.contracts.membership import TOPIC
from shared.messaging.promise import Message
from shared.subscription.preparing import due
from tests.support.planted import records
from tests.support.processes import left_of
from tests.support.running_city import brought_back, of_role, served, until
from tests.support.yuhua_district import District, settle

pytestmark = pytest.mark.slow
FEW = ("--brokers", "1", "--jvm", "--service", "membership", "--service", "reporting")
RELAY = "membership.relay"


class Scene:
    """Membership, and reporting that reads it, each role a process; who works in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = ("--home", str(folder))
        self.members: list[str] = []

    @property
    def city(self) -> LocalCity:
        return at(self.folder)

    def operated(self, *words: str) -> int:
        return operate.main([*self.told, *words])

    def reset(self, *words: str) -> int:
        """To the beginning, tried first."""
        said = ("offsets", "reset", *words, "--to", "0")
        assert self.operated(*said, "--dry-run") == Status.DONE
        return self.operated(*said)

    def register(self) -> None:
        """Somebody; the processes may have other ports than last time."""
        with closing(served(self.city, "membership")) as service:
            member = District(service).member(len(self.members) + 1)
        self.members.append(f"member-{member}")

    def delete_topic(self) -> None:
        """Tried first, then told that it is meant."""
        delete = ("topics", "delete", TOPIC)
        assert self.operated(*delete, "--dry-run") == Status.DONE
        assert self.operated(*delete, "--allow-destructive") == Status.DONE

    def heard(self) -> set[str]:
        """Whom whoever reads the topic from its beginning hears of: he passes over what he takes for a repetition."""
        parts = defaultdict[int, list[Message]](list)
        for one in records(self.city.kafka.bootstrap, TOPIC):
            sequence = int(dict(one.headers)["ce_sequence"])
            told = Message(TOPIC, one.offset + 1, "", one.value, sequence, utc_now())
            parts[one.partition].append(told)
        heard = (one for part in parts.values() for one in due(part, 0, ()))
        return {json.loads(one.value)["subject"] for one in heard}

    def heard_whole(self) -> bool:
        return self.heard() >= {*self.members}

    def readers(self) -> Sequence[str]:
        """Of reporting, as `offsets show` lists them."""
        url = self.city.environment("reporting")["REPORTING_DATABASE_URL"]
        asked = "select distinct subscription from subscription.checkpoints where source like %s"
        with psycopg.connect(url) as connection:
            return [name for (name,) in connection.execute(asked, (f"{TOPIC}/%",))]


def at(folder: Path) -> LocalCity:
    home = Home(folder)
    return LocalCity(home, LocalKafka(home.kafka))


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="lost-") as name:
        folder = Path(name)
        try:
            assert city.main(["up", "--home", name, *FEW]) == 0
            with closing(served(at(folder), "membership")) as service:
                settle(service)
            yield Scene(folder)
        finally:
            city.main(["down", "--home", name])
            assert left_of(folder) == []


@pytest.fixture
def unwatched(scene: Scene) -> Iterator[LocalCity]:
    """As in compose, where whoever is stopped stays away."""
    found = scene.city
    Upkeep(found).pause()
    yield found
    Upkeep(found).start()


def lost(scene: Scene) -> None:
    """The topic is made anew while the relay goes on where it stands: so begins what is in it."""
    scene.register()
    assert until(scene.heard_whole)
    scene.delete_topic()
    assert scene.operated("topics", "apply") == Status.DONE
    scene.register()
    assert until(lambda: scene.members[-1] in scene.heard())
    assert not scene.heard_whole()


def moved_back(scene: Scene) -> None:
    """Its readers, then its relay, while the topic is away; the relay is given what it cannot publish."""
    scene.delete_topic()
    scene.register()
    for reader in scene.readers():
        assert scene.reset("reporting", reader, "--source", TOPIC) == Status.DONE
    assert scene.reset("membership", RELAY) == Status.DONE


def whole_again(scene: Scene) -> bool:
    """All is told, what came meanwhile and what comes now; the views are as it says."""
    scene.register()
    rebuild = ("views", "rebuild", "reporting", STATISTICS.name, "--dry-run")
    return (
        until(scene.heard_whole)
        and until(lambda: scene.operated("lag", "--most", "0") == Status.DONE)
        and scene.operated(*rebuild) == Status.DONE
    )


@pytest.mark.soak
def test_on_one_machine_all_is_started_anew_behind_it(scene: Scene) -> None:
    lost(scene)

    moved_back(scene)
    assert city.main(["down", *scene.told]) == 0
    assert city.main(["up", *scene.told, *FEW]) == 0

    assert whole_again(scene)


def test_elsewhere_the_relays_are_stopped_before_and_started_behind_it(
    scene: Scene, unwatched: LocalCity
) -> None:
    """Who reads goes on by himself, in the process that had lost its position."""
    lost(scene)
    [reader] = of_role(unwatched, "reporting", "projector")
    assert until(lambda: "position-lost.md" in reader.health().told)

    end(of_role(unwatched, "membership", "relay"))
    moved_back(scene)
    assert scene.operated("topics", "apply") == Status.DONE
    brought_back(unwatched)

    assert whole_again(scene)
    assert of_role(scene.city, "reporting", "projector") == [reader]


def end(parts: Sequence[Part]) -> None:
    """As `docker compose stop` does it."""
    for part in parts:
        assert part.started
        part.started.terminate()
        assert part.stop()
