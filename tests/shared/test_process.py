"""A service as a process: told by its environment, it says what is wrong, serves, and ends when asked."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from deploy.local.home import Home
from deploy.migrations import BACKBONE
from deploy.migrations.upgrading import upgrade
from deploy.services import SERVICES
from shared.database import open_engine
from shared.process import BAD_SETTING
from shared.subscription import locks
from shared.subscription.locks import Lock
from tests.support.postgres import TestServer

ROOT = Path(__file__).parents[2]
Process = subprocess.Popen[str]
OK, UNAVAILABLE = 200, 503


@pytest.fixture
def told(database_url: str, tmp_path: Path) -> dict[str, str]:
    """What reporting must be told, with the embedded backbone in the same database."""
    upgrade(database_url, BACKBONE)
    own = Home(tmp_path).environment(SERVICES["reporting"].program, database_url)
    return {**own, "PLATFORM_BACKBONE_URL": database_url, "PLATFORM_PORT": "0"}


def started(environment: dict[str, str]) -> Process:
    return subprocess.Popen(
        [sys.executable, "-m", "services.reporting"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def process(told: dict[str, str]) -> Iterator[Process]:
    with started(told) as running:
        yield running
        running.kill()


def logged(process: Process, event: str) -> dict[str, str]:
    """The first line of that event."""
    assert process.stderr is not None
    for line in process.stderr:
        told: dict[str, str] = json.loads(line)
        if told["event"] == event:
            return told
    raise AssertionError(f"the process ended without {event}")


def test_it_serves_under_its_name_and_where_probes_look_until_it_is_asked_to_end(
    process: Process,
) -> None:
    address = logged(process, "process.started")["listens"]

    for path in ("/health/live", "/health/ready", "/metrics", "/reporting/health/ready"):
        assert httpx.get(address + path).status_code == OK

    process.send_signal(signal.SIGTERM)
    logged(process, "process.stopped")
    assert process.wait(20) == 0


@pytest.fixture
def outdated(told: dict[str, str], database_url: str) -> str:
    """The name of a view that an earlier release has left in another shape."""
    with started(told) as running:
        logged(running, "process.started")
        running.terminate()
    with psycopg.connect(database_url) as connection:
        [[view]] = connection.execute(
            "update subscription.views set shape = 'of old'"
            " where subscription = (select min(subscription) from subscription.views)"
            " returning subscription"
        )
    return str(view)


def test_it_answers_and_ends_when_asked_while_a_view_is_made_anew(
    told: dict[str, str], outdated: str, database_url: str
) -> None:
    """Somebody else rebuilds it for as long as the test likes."""
    engine = open_engine(database_url)
    projector = told | {"REPORTING_ROLE": "projector"}
    with locks.holding(engine, outdated, Lock.REBUILDING), started(projector) as running:
        address = logged(running, "process.started")["listens"]
        assert httpx.get(f"{address}/health/live").status_code == OK
        assert httpx.get(f"{address}/metrics").status_code == OK
        waits = httpx.get(f"{address}/health/ready")
        assert waits.status_code == UNAVAILABLE
        [said] = [one for one in waits.json()["checks"] if not one["ok"]]
        assert said["name"] == f"{outdated}:renewal"
        assert "按新版本重建" in said["detail"]

        running.terminate()
        assert running.wait(20) == 0

    with started(projector) as running:
        logged(running, "view.reshaped")
        running.terminate()
        assert running.wait(20) == 0
    engine.dispose()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"REPORTING_DATABASE_URL": ""}, "set REPORTING_DATABASE_URL"),
        ({"REPORTING_ROLE": "relay"}, "REPORTING_ROLE must be one of api, projector, all"),
        ({"PLATFORM_BACKBONE_URL": ""}, "set either REPORTING_KAFKA_BOOTSTRAP or"),
        ({"PLATFORM_KAFKA_BOOTSTRAP": "k:9092"}, "set either REPORTING_KAFKA_BOOTSTRAP or"),
        (
            {"REPORTING_TOKEN_KEYS": "/no/such"},
            "REPORTING_TOKEN_KEYS (or PLATFORM_TOKEN_KEYS): [Errno 2]",
        ),
        (
            {"REPORTING_TOKEN_KEYS": "http://idp/jwks"},
            "REPORTING_TOKEN_KEYS (or PLATFORM_TOKEN_KEYS): a JWKS address must be https",
        ),
    ],
)
def test_a_wrong_environment_ends_it_with_a_line_that_names_the_variable(
    told: dict[str, str], changed: dict[str, str], said: str
) -> None:
    with started(told | changed) as running:
        _, errors = running.communicate(timeout=30)

    assert running.returncode == BAD_SETTING
    assert errors.startswith(f"reporting: {said}")
    assert len(errors.splitlines()) == 1


def test_a_failure_at_the_start_is_logged(told: dict[str, str], postgres: TestServer) -> None:
    del postgres
    nowhere = told["REPORTING_DATABASE_URL"].replace("/t", "/no-such-", 1)
    with started(told | {"REPORTING_DATABASE_URL": nowhere}) as running:
        logged(running, "process.failed")
        assert running.wait(30) == 1


def test_a_crash_of_the_interpreter_says_where_it_was(process: Process) -> None:
    logged(process, "process.started")
    process.send_signal(signal.SIGSEGV)
    _, told = process.communicate()
    assert process.returncode == -signal.SIGSEGV
    assert told.startswith("Fatal Python error: Segmentation fault")
    assert "shared/asked_to_end.py" in told
