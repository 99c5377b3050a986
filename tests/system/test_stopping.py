"""A program that is asked to end stops what it has started: also a bench, and a broker with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.local.kafka_jars import NoKafka, ensure_jars, java
from tests.support.kafka import NO_KAFKA
from tests.support.processes import left_of, processes_of
from tests.support.required import missing

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
BENCH = """
from threading import Event
from deploy.local.processes import end_when_asked
from tests.bench.kafka import broker

end_when_asked()
with broker.running() as bootstrap:
    print(bootstrap, flush=True)
    Event().wait()
"""


UP = ["-m", "deploy.city", "--brokers", "1", "--jvm", "--service", "membership", "up", "--home"]
BEGUN = {
    "postgres": "postgres/postmaster.pid",
    "kafka": "kafka/broker-1/broker.log",
    "services": "processes.json",
}
"""What is there in a city's folder once so much has begun."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's own: whoever runs there is told from pytest by its name."""
    with TemporaryDirectory(prefix="stopping-") as name:
        yield Path(name)


def kafka_is_at_hand() -> None:
    try:
        java()
        ensure_jars()
    except NoKafka as reason:
        missing(NO_KAFKA, "TEST_REQUIRE_KAFKA", reason)


def test_a_bench_that_is_asked_to_end_takes_its_broker_along(folder: Path) -> None:
    kafka_is_at_hand()
    told = {"TMPDIR": str(folder), "PATH": str(Path(java()).parent)}
    piped = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", BENCH], cwd=ROOT, env=told, stdout=piped) as bench:  # noqa: S603 -- ours
        assert bench.stdout is not None
        began = bench.stdout.readline()
        running = processes_of(folder)
        bench.send_signal(signal.SIGTERM)
        status = bench.wait(60)

    assert began.startswith(b"127.0.0.1:")
    assert len(running) > 1, "the bench, and its broker"
    assert status == 128 + signal.SIGTERM
    assert left_of(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("begun", BEGUN)
def test_a_city_that_is_interrupted_before_it_is_up_leaves_nothing(
    folder: Path, begun: str
) -> None:
    """As a terminal does it: all in the foreground hear the Ctrl-C. The second comes while it stops."""
    kafka_is_at_hand()
    home, piped = folder / "home", subprocess.PIPE
    command = [sys.executable, *UP, str(home)]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, cwd=ROOT, stdout=piped, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as city:
        assert city.stdout is not None
        while not (home / BEGUN[begun]).exists():
            assert city.poll() is None, "it has not ended by itself"
        os.killpg(city.pid, signal.SIGINT)
        told = ""
        while "Interrupted" not in told:
            line = city.stdout.readline()
            assert line, told
            told += line
        os.killpg(city.pid, signal.SIGINT)
        more, _ = city.communicate(timeout=120)

    assert "Traceback" not in told + more
    assert more.splitlines()[-1].startswith("up: interrupted (已中断)")
    assert city.returncode == 128 + signal.SIGINT
    assert left_of(folder) == []
