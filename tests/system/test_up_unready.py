"""`make up` over what is not well: over a lost position everything runs, so that operators can mend it."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest

from deploy import city
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.local.upkeep import Upkeep
from deploy.operate import __main__ as operate
from deploy.operate.answers import Status
from services.reporting.projections.statistics import STATISTICS
from shared.contracts.membership import TOPIC
from tests.support.processes import left_of
from tests.support.running_city import of_role, until

pytestmark = pytest.mark.slow
SOURCE = f"{TOPIC}/0"
PROJECTOR = "reporting.projector"
Capsys = pytest.CaptureFixture[str]
Environment = Callable[[LocalCity, str], Mapping[str, str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="unready-") as name:
        yield Path(name)


@pytest.fixture
def told(folder: Path) -> Iterator[list[str]]:
    """How the program is told of a city of one service, which is stopped at the end."""
    told = ["--home", str(folder), "--brokers", "1", "--jvm"]
    yield told
    city.main(["down", *told])
    assert left_of(folder) == []


def lose_position(found: LocalCity) -> None:
    """Of a topic that was made anew: nothing stands in it."""
    url = found.environment("reporting")["REPORTING_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        moved = connection.execute(
            "update subscription.checkpoints set position = 9 where subscription = %s and source = %s",
            (STATISTICS.name, SOURCE),
        )
        assert moved.rowcount == 1


def misled(environment: Environment) -> Environment:
    """What a service is told, and a setting that is none."""
    return lambda found, service: {**environment(found, service), "REPORTING_CONNECTIONS": "many"}


def test_a_lost_position_is_named_and_mended_while_everything_runs(
    folder: Path, told: list[str], capsys: Capsys
) -> None:
    assert city.main(["up", *told, "--service", "reporting"]) == 0
    home = Home(folder)
    lose_position(LocalCity(home, LocalKafka(home.kafka)))
    assert city.main(["down", *told]) == 0
    capsys.readouterr()

    assert city.main(["up", *told]) == 1

    err = capsys.readouterr().err
    assert f"{PROJECTOR} is not ready" in err
    assert f"{SOURCE} is to be read behind position 9" in err
    assert f"deploy.operate --home {folder}" in err
    found = LocalCity(home, LocalKafka(home.kafka))
    assert all(part.alive for part in found.parts)
    assert httpx.get(f"{found.addresses['reporting']}/health/live").status_code == 200
    assert Upkeep(found).watching

    reset = ("offsets", "reset", "reporting", STATISTICS.name, "--source", SOURCE, "--to", "0")
    assert operate.main(["--home", str(folder), *reset]) == Status.DONE
    [projector] = of_role(found, "reporting", "projector")
    assert until(lambda: projector.health().well), "in the process that had stopped"
    assert city.main(["up", *told]) == 0
    assert city.main(["status", *told]) == 0
    assert LocalCity(home, LocalKafka(home.kafka)).parts == found.parts


def test_who_cannot_start_is_told_and_nothing_is_left(
    folder: Path, told: list[str], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting is wrong: the process ends, and no operator could mend that in it."""
    monkeypatch.setattr(LocalCity, "environment", misled(LocalCity.environment))

    assert city.main(["up", *told, "--service", "reporting"]) == 1

    assert "has ended" in capsys.readouterr().err
    assert left_of(folder) == []


def test_up_again_that_fails_or_is_interrupted_leaves_up_what_ran(
    folder: Path, told: list[str], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has ended meanwhile cannot be started; then somebody presses Ctrl-C while it starts."""
    assert city.main(["up", *told, "--service", "reporting"]) == 0
    home = Home(folder)
    found = LocalCity(home, LocalKafka(home.kafka))
    Upkeep(found).pause()
    found.kill(PROJECTOR)
    others = {part.name: part.started for part in found.parts if part.name != PROJECTOR}
    capsys.readouterr()

    with monkeypatch.context() as wrongly:
        wrongly.setattr(LocalCity, "environment", misled(LocalCity.environment))
        assert city.main(["up", *told]) == 1

    assert f"{PROJECTOR} has ended" in (err := capsys.readouterr().err)
    assert "stays up" in err
    after_a_fault = LocalCity(home, LocalKafka(home.kafka))
    assert others.items() <= {part.name: part.started for part in after_a_fault.parts}.items()
    assert Upkeep(after_a_fault).watching
    Upkeep(after_a_fault).pause()  # it is a child of ours: to all others it would not have ended

    command = [sys.executable, "-m", "deploy.city", "up", *told]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as again:
        assert again.stdout is not None
        assert again.stdout.readline().startswith("Starting")
        again.send_signal(signal.SIGINT)
        said, _ = again.communicate(timeout=120)

    assert again.returncode == Status.INTERRUPTED, said
    assert "stays up" in said
    after_it = LocalCity(home, LocalKafka(home.kafka))
    assert all(after_it.alive(name) for name in others)
    assert Upkeep(after_it).watching
    assert city.main(["up", *told]) == 0
