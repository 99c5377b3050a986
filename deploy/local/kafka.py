"""Apache Kafka on the local JVM: a real cluster in KRaft mode without Docker, for a laptop or a test.

Each broker is its own process, broker and controller in one, on the loopback only. The cluster is known
by its folder: another process that names the same folder finds it running and can stop it.
"""

import base64
import json
import shutil
import subprocess
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from deploy.local import processes
from deploy.local.kafka_classes import ensure_archive, from_archive
from deploy.local.kafka_jars import NoKafka, ensure_jars, java
from deploy.local.kafka_probe import brokers_known
from deploy.local.kafka_properties import Admin, Ports, properties
from deploy.local.ports import free_ports
from deploy.local.processes import Started
from deploy.local.written import write_whole
from shared.clock import monotonic_seconds, new_id

START_SECONDS = 90.0
STOP_SECONDS = 30.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Node:
    """A broker of the cluster, as its file says."""

    number: int
    ports: Ports
    started: Started | None = None

    @property
    def alive(self) -> bool:
        return self.started is not None and self.started.alive()


class LocalKafka:
    """A cluster of one broker or three whose data lives in one folder, from `start` to `stop`.

    Nothing is started by making it. Ports are chosen once, when the folder is new, and stay: a broker
    that comes back is where its clients look for it.
    """

    def __init__(
        self,
        data: Path,
        *,
        brokers: int = 1,
        admin: Admin | None = None,
        heap: str = "256m",
        writes: Path | None = None,
    ) -> None:
        """Take the cluster in ``data``, or plan a new one.

        Args:
            data: its folder.
            brokers: how many, when the folder is new.
            admin: opens a listener for SASL/SCRAM, with this user as the one who may do everything;
                without, nobody is asked who they are.
            heap: of each broker's JVM, as `-Xmx` takes it.
            writes: the archive of classes that a broker is to write when it ends; None reads it.
        """
        self._data, self._admin, self._heap = data.absolute(), admin, heap
        self._writes = writes
        self._file = self._data / "cluster.json"
        if self._file.exists():
            self.cluster_id, self._nodes = _read(self._file)
        else:
            self.cluster_id, self._nodes = _cluster_id(), _planned(brokers)

    @property
    def begun(self) -> bool:
        """Whether the folder has a cluster already."""
        return self._file.exists()

    @property
    def bootstrap(self) -> str:
        """Where clients on this machine begin; whoever asks here is let in as the owner."""
        return ",".join(f"127.0.0.1:{node.ports.plain}" for node in self._nodes.values())

    @property
    def secured(self) -> str:
        """Where clients begin that say who they are (SASL/SCRAM) and may do what ACLs let them."""
        return ",".join(f"127.0.0.1:{node.ports.secured}" for node in self._nodes.values())

    @property
    def brokers(self) -> Sequence[int]:
        """The numbers of its brokers, from 1."""
        return tuple(self._nodes)

    def running(self) -> Sequence[int]:
        """The brokers whose process is alive."""
        return tuple(number for number, node in self._nodes.items() if node.alive)

    def start(self) -> Self:
        """Return when every broker has answered; those that run already are left alone.

        Raises:
            NoKafka: Java or the jars are missing, or a broker did not come up; the text says where
                to look.
        """
        if self._writes is None:
            ensure_archive(ensure_jars(), _write_archive)
        with ThreadPoolExecutor(len(self._nodes)) as pool:
            list(pool.map(self._format, self._nodes.values()))
        for number, node in self._nodes.items():
            if not node.alive:
                self._launch(number)
        self.wait()
        return self

    def stop(self) -> None:
        """Ask every broker to close its log and end; one that does not is killed, and recovers at its next start."""
        alive = [node.started for node in self._nodes.values() if node.started]
        for one in alive:
            one.terminate()
        for one in alive:
            if not one.ended(STOP_SECONDS):
                one.kill()

    def clean(self) -> None:
        """Stop, and throw the messages away."""
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)

    def kill(self, number: int) -> None:
        """End one broker at once, as a power cut would."""
        if started := self._nodes[number].started:
            started.kill()

    def restart(self, number: int) -> None:
        """Bring one broker back on its own data and ports; `wait` tells when it is there."""
        if not self._nodes[number].alive:
            self._launch(number)

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Return when every broker has registered with the cluster.

        Raises:
            NoKafka: one has ended, or time is up.
        """
        until = monotonic_seconds() + seconds
        while not self._complete():
            for number, node in self._nodes.items():
                if node.started is None or node.started.ended(_LOOK_SECONDS):
                    raise NoKafka(f"broker {number} has ended, see {self._log(number)}")
            if monotonic_seconds() > until:
                raise NoKafka(f"Kafka did not answer within {seconds:.0f} s, see {self._data}")

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:  # what is not entered is not left either
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _complete(self) -> bool:
        """Whether every broker knows every other; one that has not caught up does not count itself."""
        return all(brokers_known(n.ports.plain) == len(self._nodes) for n in self._nodes.values())

    def _format(self, node: Node) -> None:
        """Write a broker's properties, and prepare its folder when it is new."""
        home = self._home(node.number)
        home.mkdir(parents=True, exist_ok=True)
        told = properties(node.number, self._ports(), home / "data", self._admin)
        file = home / "server.properties"
        write_whole(file, "".join(f"{name}={value}\n" for name, value in told.items()))
        if (home / "data" / "meta.properties").exists():
            return
        scram = ["--add-scram", self._admin.scram] if self._admin else []
        cluster = f"--cluster-id={self.cluster_id}"  # one word: an id may begin with a dash
        command = self._java("kafka.tools.StorageTool", "format", cluster)
        with self._log(node.number).open("ab") as log:
            done = subprocess.run(  # noqa: S603 -- composed here
                [*command, "-c", str(file), *scram], stdout=log, stderr=log, check=False
            )
        if done.returncode:
            raise NoKafka(f"broker {node.number} has no folder, see {self._log(node.number)}")

    def _launch(self, number: int) -> None:
        writes = [f"-XX:ArchiveClassesAtExit={self._writes}"] if self._writes else []
        command = self._java(*writes, "kafka.Kafka", str(self._home(number) / "server.properties"))
        node = self._nodes[number]
        processes.forget(node.started)
        with processes.uninterrupted():
            self._nodes[number] = replace(node, started=processes.start(command, self._log(number)))
            _write(self._file, self.cluster_id, self._nodes)

    def _java(self, *arguments: str) -> list[str]:
        jars = ensure_jars()
        small = [
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",  # compiling for the last bit of speed takes a core for minutes
            "-Xshare:auto",
            f"-Xmx{self._heap}",
            "-Djava.awt.headless=true",
            *from_archive(jars),
        ]
        return [java(), *small, "-Dlog4j2.level=INFO", "-cp", f"{jars}/*", *arguments]

    def _ports(self) -> dict[int, Ports]:
        return {number: node.ports for number, node in self._nodes.items()}

    def _home(self, number: int) -> Path:
        return self._data / f"broker-{number}"

    def _log(self, number: int) -> Path:
        return self._home(number) / "broker.log"


def _write_archive(file: Path) -> None:
    """Let a broker come and go that writes down the classes it has used."""
    with TemporaryDirectory() as folder, LocalKafka(Path(folder), writes=file):
        pass


def _planned(brokers: int) -> dict[int, Node]:
    ports = iter(free_ports(3 * brokers))
    return {n: Node(n, Ports(next(ports), next(ports), next(ports))) for n in range(1, brokers + 1)}


def _cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid.UUID(new_id()).bytes).decode().rstrip("=")


def _write(file: Path, cluster_id: str, nodes: dict[int, Node]) -> None:
    told = {"cluster_id": cluster_id, "nodes": [asdict(node) for node in nodes.values()]}
    write_whole(file, json.dumps(told, indent=2) + "\n")


def _read(file: Path) -> tuple[str, dict[int, Node]]:
    told = json.loads(file.read_text(encoding="utf-8"))
    nodes = {}
    for one in told["nodes"]:
        started = Started(**one["started"]) if one["started"] else None
        nodes[one["number"]] = Node(one["number"], Ports(**one["ports"]), started)
    return told["cluster_id"], nodes
