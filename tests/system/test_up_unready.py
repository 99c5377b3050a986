"""`make up` over a position that is lost: everything runs, so that operators can mend it."""

from collections.abc import Iterator
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
from tests.support.processes import processes_of

pytestmark = pytest.mark.slow
SOURCE = f"{TOPIC}/0"
PROJECTOR = "reporting.projector"
Capsys = pytest.CaptureFixture[str]


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
    assert processes_of(folder) == []


def lose_position(found: LocalCity) -> None:
    """Of a topic that was made anew: nothing stands in it."""
    url = found.environment("reporting")["REPORTING_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        moved = connection.execute(
            "update subscription.checkpoints set position = 9 where subscription = %s and source = %s",
            (STATISTICS.name, SOURCE),
        )
        assert moved.rowcount == 1


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
    assert city.main(["up", *told]) == 0
    assert city.main(["status", *told]) == 0


def test_who_cannot_start_is_told_and_nothing_is_left(
    folder: Path, told: list[str], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting is wrong: the process ends, and no operator could mend that in it."""
    environment = LocalCity.environment

    def wrong(self: LocalCity, service: str) -> dict[str, str]:
        return {**environment(self, service), "REPORTING_CONNECTIONS": "many"}

    monkeypatch.setattr(LocalCity, "environment", wrong)

    assert city.main(["up", *told, "--service", "reporting"]) == 1

    assert "has ended" in capsys.readouterr().err
    assert processes_of(folder) == []
