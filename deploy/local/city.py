"""City-wide on one machine: each service and role a process of its own, Kafka between them.

What was started is known by a file in its folder, so that another command can tell how it fares and stop
it; nothing outlives `stop`.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Protocol, Self

from kafka.errors import KafkaError

from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.local.part import NotReady, NotUp, Part
from deploy.local.ports import free_ports
from deploy.local.postgres import LocalPostgres, for_a_city
from deploy.local.processes import uninterrupted
from deploy.local.written import write_whole
from deploy.operate.answers import Refused
from deploy.operate.cluster import administering
from deploy.operate.topics import brought_about
from deploy.operate.topics_file import Topic, read, scaled
from deploy.services import SERVICES
from shared.clock import monotonic_seconds

READY_SECONDS = 120.0


class Kafka(Protocol):
    """Brokers to be started and stopped, wherever they run."""

    @property
    def bootstrap(self) -> str: ...
    @property
    def brokers(self) -> Sequence[int]: ...
    def running(self) -> Sequence[int]: ...
    def start(self) -> object: ...
    def stop(self) -> None: ...
    def clean(self) -> None: ...


class LocalCity:
    """Every service and role, Kafka and PostgreSQL, from `start` (or ``with``) to `stop`.

    Attributes:
        home: its folder.
        kafka: its brokers.
    """

    def __init__(
        self,
        home: Home,
        kafka: Kafka | None = None,
        *,
        replicas: Mapping[str, int] | None = None,
        services: Collection[str] = tuple(SERVICES),
    ) -> None:
        """Take the city in ``home``, or plan a new one.

        Args:
            home: its folder.
            kafka: the brokers; without, three on the local JVM.
            replicas: how many processes of a role, by `<service>.<role>`; one of those not named.
            services: those that take part, when the folder is new.
        """
        self.home, self.kafka = home, kafka or LocalKafka(home.kafka, brokers=3)
        self._file = home.folder.absolute() / "processes.json"
        self._replicas = replicas or {}
        self._services = [SERVICES[name] for name in services]
        self._databases: dict[str, str] = {}
        self._parts: dict[str, Part] = {}
        if self._file.exists():
            self._read()

    @property
    def parts(self) -> Sequence[Part]:
        """Everything that belongs to it, running or not."""
        return tuple(self._parts.values())

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where each service answers requests."""
        first = (part for part in self.parts if part.role == "api" and part.number == 1)
        return {part.service: part.address for part in first}

    @property
    def services(self) -> Sequence[str]:
        """The names of those that take part, once they have databases."""
        return tuple(self._databases)

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics of `deploy/kafka/topics.toml`, scaled to its brokers."""
        return scaled(read(), len(self.kafka.brokers))

    def start(self) -> Self:
        """Return when every process is ready.

        Raises:
            NotUp: one is not, or a topic is not as it is to be; what had been started is stopped.
            NoKafka: there is no Kafka to be had here.
        """
        try:
            self.begin()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def begin(self) -> None:
        """Start what does not run, and anew whoever has stopped his work for good; all others are left alone.

        Raises:
            NotUp: a topic is not as it is to be.
            NoKafka: there is no Kafka to be had here.
        """
        self._start_databases()
        self.kafka.start()
        self._make_topics()
        _stopped(part for part in self.parts if part.health().stopped)
        for part in self.parts or self._planned():
            self._parts[part.name] = part
            if not part.alive:
                self.launch(part.name)

    def alive(self, name: str) -> bool:
        """Whether that process runs."""
        return self._parts[name].alive

    def launch(self, name: str) -> None:
        """Start one process, again or for the first time."""
        part = self._parts[name]
        told = self.environment(part.service)
        with uninterrupted():
            self._parts[name] = part.launch(told, self.home.logs)
            self._write()

    def environment(self, service: str) -> Mapping[str, str]:
        """What a service is told, whatever its role; none before its database was there."""
        program = SERVICES[service].program
        told = self.home.environment(program, self._databases[service])
        return {**told, f"{program.prefix}KAFKA_BOOTSTRAP": self.kafka.bootstrap}

    def kill(self, name: str) -> None:
        """End one process at once, as a crash would; `launch` brings it back."""
        if started := self._parts[name].started:
            started.kill()

    def wait(self) -> None:
        """Return when every process is ready; as long as one after the other gets there they are given time.

        Raises:
            NotReady: some are not, which the text names, and answer all the same: everything runs.
            NotUp: one has ended, or does not answer.
        """
        began, unready = monotonic_seconds(), list[str]()
        until = began + READY_SECONDS
        for part in self.parts:
            now = monotonic_seconds()
            try:
                part.wait(max(until - now, 0.0), waited=now - began)
            except NotReady as error:
                unready.append(str(error))
            except NotUp as error:
                raise NotUp(f"{error}, see {self.home.logs}") from error
            else:
                until = monotonic_seconds() + READY_SECONDS
        if unready:
            raise NotReady("\n".join([*unready, f"see {self.home.logs}"]))

    def stop(self) -> Sequence[str]:
        """Stop the processes, then Kafka and PostgreSQL; answers those that had to be killed."""
        with uninterrupted():
            killed = _stopped(self.parts)
            try:
                self.kafka.stop()
            finally:  # also where Docker, which has it, does not answer
                if (self.home.postgres / "postmaster.pid").exists():
                    LocalPostgres(self.home.postgres).stop()
                self._file.unlink(missing_ok=True)
                self._parts.clear()
        return killed

    def clean(self) -> None:
        """Stop, and throw everything away that it kept."""
        self.stop()
        self.kafka.clean()
        shutil.rmtree(self.home.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start_databases(self) -> None:
        from deploy.migrations.upgrading import upgrade  # noqa: PLC0415 -- who only looks or stops needs no Alembic

        postgres = LocalPostgres(self.home.postgres, for_a_city())
        postgres.leave_running()
        for service in self._services:
            name = service.name
            self._databases[name] = postgres.ensure_database(name)
            upgrade(self._databases[name], service.schemas)

    def _make_topics(self) -> None:
        try:
            with administering(self.kafka.bootstrap) as admin:
                brought_about(admin, self.topics)
        except (Refused, KafkaError) as refused:
            raise NotUp(f"topics: {refused}") from refused

    def _planned(self) -> Sequence[Part]:
        wanted = [
            (service.name, role, number)
            for service in self._services
            for role in service.program.roles
            for number in range(1, 1 + self._replicas.get(f"{service.name}.{role}", 1))
        ]
        ports = free_ports(len(wanted))
        return [Part(*one, port) for one, port in zip(wanted, ports, strict=True)]

    def _read(self) -> None:
        told = json.loads(self._file.read_text(encoding="utf-8"))
        self._databases = told["databases"]
        self._parts = {part.name: part for part in map(Part.read, told["parts"])}

    def _write(self) -> None:
        told = {"databases": self._databases, "parts": [asdict(part) for part in self.parts]}
        write_whole(self._file, json.dumps(told, indent=2) + "\n")


def _stopped(parts: Iterable[Part]) -> Sequence[str]:
    """Ask all at once, then wait for each."""
    alive = [part for part in parts if part.alive]
    for part in alive:
        if part.started:
            part.started.terminate()
    with ThreadPoolExecutor(max(1, len(alive))) as pool:
        ended = list(pool.map(Part.stop, alive))
    return [part.name for part, well in zip(alive, ended, strict=True) if not well]
