"""Prometheus on this machine, with the city's own rules, for a city-wide run or a test."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local import processes
from deploy.local.ports import free_ports
from deploy.local.processes import Started
from deploy.local.prometheus_program import NoPrometheus, ensure_prometheus
from deploy.local.written import write_whole
from shared.clock import monotonic_seconds

RULES = Path(__file__).parent.parent / "prometheus" / "rules"
_START_SECONDS, _STOP_SECONDS, _LOOK_SECONDS = 60.0, 20.0, 0.1


@dataclass(frozen=True)
class Target:
    """A process to be asked, and what it is called in every figure it gives."""

    address: str
    service: str
    role: str
    path: str = "/metrics"

    def described(self) -> dict[str, Any]:
        """As Prometheus reads it from a targets file (`file_sd_configs`)."""
        labels = {"service": self.service, "role": self.role, "__metrics_path__": self.path}
        return {"targets": [self.address], "labels": labels}


class LocalPrometheus:
    """Prometheus whose configuration, targets and data live in one folder, from `start` to `stop`.

    It is known by its folder: another process that names the same finds it running and can stop it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        interval: str = "15s",
        rules: Iterable[Path] | None = None,
    ) -> None:
        """Plan it.

        Args:
            folder: its own.
            port: on the loopback; 0 takes one that is free when it starts.
            interval: between two looks at each process, and between two evaluations of the rules.
            rules: files of rules; the city's own by default.
        """
        self._folder, self._interval = folder.absolute(), interval
        self._rules = [str(path.absolute()) for path in rules or sorted(RULES.glob("*.yml"))]
        self._file = self._folder / "process.json"
        known_port, self._started = self._known()
        self._port = port or known_port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def alive(self) -> bool:
        """Whether it runs, whoever started it in this folder."""
        return self._started is not None and self._started.alive()

    @property
    def known(self) -> bool:
        """Whether it was started in this folder and not stopped since."""
        return self._started is not None

    def watch(self, targets: Iterable[Target]) -> None:
        """Ask these processes and no others; it may be told at any time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        written = json.dumps([target.described() for target in targets], indent=2)
        write_whole(self._targets, written + "\n")

    def start(self) -> Self:
        """Return when it answers; one that runs already is left alone.

        Raises:
            NoPrometheus: it cannot be had, or did not come up; the text says where to look.
        """
        if self.alive:
            return self
        processes.forget(self._started)
        self._port = self._port or free_ports(1)[0]
        program = ensure_prometheus() / "prometheus"
        if not self._targets.exists():
            self.watch([])
        config = self._folder / "prometheus.yml"
        write_whole(config, json.dumps(self._configuration(), indent=2))
        log = self._folder / "prometheus.log"
        command = [
            str(program),
            f"--config.file={config}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self._port}",
        ]
        with processes.uninterrupted():
            self._started = processes.start(command, log)
            told = {"port": self._port, "started": asdict(self._started)}
            write_whole(self._file, json.dumps(told) + "\n")
        self._wait(self._started, log)
        return self

    def stop(self) -> None:
        """End it; what it has collected stays."""
        if self._started is not None:
            self._started.terminate()
            if not self._started.ended(_STOP_SECONDS):
                self._started.kill()
        self._file.unlink(missing_ok=True)
        self._started = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _targets(self) -> Path:
        return self._folder / "targets.json"

    def _known(self) -> tuple[int, Started | None]:
        """The port and the process of who runs in this folder, if anybody does."""
        if not self._file.exists():
            return 0, None
        told = json.loads(self._file.read_text(encoding="utf-8"))
        return told["port"], Started(**told["started"])

    def _configuration(self) -> Mapping[str, Any]:
        """JSON is YAML as well."""
        return {
            "global": {
                "scrape_interval": self._interval,
                "scrape_timeout": self._interval,
                "evaluation_interval": self._interval,
            },
            "rule_files": self._rules,
            "scrape_configs": [
                {
                    "job_name": "platform",
                    "file_sd_configs": [{"files": [str(self._targets)]}],
                }
            ],
        }

    def _wait(self, started: Started, log: Path) -> None:
        until = monotonic_seconds() + _START_SECONDS
        while not self._answers():
            if started.ended(_LOOK_SECONDS):
                raise NoPrometheus(f"Prometheus has ended, see {log}")
            if monotonic_seconds() > until:
                raise NoPrometheus(f"Prometheus did not answer in time, see {log}")

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/-/ready", timeout=2):  # noqa: S310 -- our own loopback address
                return True
        except (URLError, OSError):
            return False
