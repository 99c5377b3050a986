"""Keeps a Kafka for as long as a test run lives: ``python -m tests.support.kafka_keeper FOLDER PID``.

It tells in one line of JSON where Kafka is, or what is missing. However the run ends, Kafka ends with it.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import psutil

from deploy.local.kafka import START_SECONDS, LocalKafka
from deploy.local.kafka_jars import NoKafka, version
from deploy.local.kafka_probe import brokers_known
from deploy.local.kafka_properties import Ports, properties
from deploy.local.ports import free_ports
from shared.clock import monotonic_seconds
from tests.support.containers import engine_answers

_LOOK_SECONDS = 0.1
Kept = tuple[str, Callable[[], None]]


def main(folder: Path, owner: int) -> None:
    """Start, tell, wait for the owner's end, stop, clear up."""
    try:
        run = psutil.Process(owner)
        try:
            bootstrap, stop = _container() or _local(folder)
        except NoKafka as missing:
            _tell({"missing": str(missing)})
            run.wait()
            return
        _tell({"bootstrap": bootstrap})
        run.wait()
        stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(what: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
    sys.stdout.close()  # whoever reads on would wait for the run's end


def _local(folder: Path) -> Kept:
    kafka = LocalKafka(folder / "data")
    kafka.start()
    return kafka.bootstrap, kafka.stop


def _container() -> Kept | None:
    """Kafka in Docker, where an engine answers: the same properties, told by its environment."""
    if not engine_answers():
        return None
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 -- only where it can run

    ports = Ports(*free_ports(3))
    told = properties(1, {1: ports}, Path("/tmp/kafka"), admin=None)  # noqa: S108 -- in the container
    told["listeners"] = told["listeners"].replace(
        f"PLAIN://127.0.0.1:{ports.plain}", f"PLAIN://0.0.0.0:{ports.plain}"
    )
    container = DockerContainer(f"apache/kafka:{version()}").with_bind_ports(
        ports.plain, ports.plain
    )
    for name, value in told.items():
        container.with_env("KAFKA_" + name.upper().replace(".", "_"), value)
    container.start()
    try:
        _wait(ports.plain)
    except BaseException:
        container.stop()
        raise
    return f"127.0.0.1:{ports.plain}", container.stop


def _wait(port: int) -> None:
    """Until the broker knows itself."""
    until, pause = monotonic_seconds() + START_SECONDS, Event()
    while not brokers_known(port):
        if monotonic_seconds() > until:
            raise NoKafka(f"Kafka in Docker did not answer within {START_SECONDS:.0f} s")
        pause.wait(_LOOK_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
