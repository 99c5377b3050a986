"""What looks after a city on this machine: a watcher, and Prometheus where the program is at hand."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

from deploy.local import processes
from deploy.local.city import LocalCity
from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import Started
from deploy.local.prometheus import LocalPrometheus, Target
from deploy.local.prometheus_program import at_hand
from deploy.local.watcher import Fallen, Watched, Watcher, fallen
from deploy.local.written import write_whole
from shared.asked_to_end import AskedToEnd
from shared.clock import utc_now

_ROOT = Path(__file__).parents[2]
_INTERVAL = "5s"
_LOOK_SECONDS, _STOP_SECONDS = 1.0, 60.0


class Upkeep:
    """Of one city, from `start` to `stop`.

    Attributes:
        prometheus: asks every process of the city.
    """

    def __init__(self, city: LocalCity) -> None:
        """Take what looks after that city, running or not."""
        self._city, folder = city, city.home.folder.absolute()
        self.prometheus = LocalPrometheus(folder / "prometheus", interval=_INTERVAL)
        self._process = folder / "watcher" / "process.json"
        self._notes = folder / "watcher" / "fallen.json"

    @property
    def watching(self) -> bool:
        """Whether the watcher runs."""
        started = self._started()
        return started is not None and started.alive()

    @property
    def fallen(self) -> Mapping[str, Fallen]:
        """What ended by itself since the watcher began, by name."""
        return fallen(self._notes)

    def start(self) -> None:
        """Begin to look after everything that runs now.

        Raises:
            NoPrometheus: it is at hand and did not come up.
        """
        if at_hand():
            self.prometheus.watch(self.targets())
            self.prometheus.start()
        self.resume()

    def resume(self) -> None:
        """Start the watcher, unless it runs: it looks after everything there is now."""
        if self.watching:
            return
        home = self._city.home
        command = [sys.executable, "-m", "deploy.city", "--home", str(home.folder.absolute())]
        self._process.parent.mkdir(parents=True, exist_ok=True)
        with processes.uninterrupted():
            started = processes.start([*command, "watch"], home.logs / "watcher.log", folder=_ROOT)
            write_whole(self._process, json.dumps(asdict(started)))

    def pause(self) -> None:
        """Stop the watcher: whoever starts or stops a process by hand does so alone."""
        started = self._started()
        if started is not None:
            started.terminate()
            if not started.ended(_STOP_SECONDS):
                started.kill()
        self._process.unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop the watcher and Prometheus; what Prometheus has collected stays."""
        self.pause()
        self.prometheus.stop()

    def watch(self) -> None:
        """Look after everything until this process is asked to end."""
        asked = AskedToEnd()
        watcher = Watcher(list(self._watched()), self._notes)
        while not asked.wait(_LOOK_SECONDS):
            watcher.look(utc_now())

    def targets(self) -> Iterator[Target]:
        """Every process of the city, as Prometheus is to ask it."""
        for part in self._city.parts:
            yield Target(part.address.removeprefix("http://"), part.service, part.role)

    def _started(self) -> Started | None:
        if not self._process.exists():
            return None
        return Started(**json.loads(self._process.read_text(encoding="utf-8")))

    def _watched(self) -> Iterator[Watched]:
        city, kafka, data = self._city, self._city.kafka, self._city.home.postgres
        yield Watched(
            "postgres", partial(LocalPostgres.runs, data), partial(LocalPostgres.revive, data)
        )
        if isinstance(kafka, LocalKafka):  # Docker looks after its own
            for number in kafka.brokers:
                yield Watched(
                    f"kafka-{number}", partial(_runs, kafka, number), partial(kafka.restart, number)
                )
        for part in city.parts:
            yield Watched(
                part.name, partial(city.alive, part.name), partial(city.launch, part.name)
            )
        if self.prometheus.alive:
            yield Watched("prometheus", lambda: self.prometheus.alive, self.prometheus.start)


def _runs(kafka: LocalKafka, number: int) -> bool:
    return number in kafka.running()
