"""One process of a city-wide run on this machine."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple, Self

from deploy.local import processes
from deploy.local.processes import Started
from shared.clock import monotonic_seconds
from shared.subscription.progress import State

_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS, _STOP_SECONDS, _LOOK_SECONDS = 5.0, 30.0, 0.1
_ASKED_SECONDS = 10.0
"""Whoever does not answer is asked for so long at least: one look that takes long is no silence yet."""
_FINE = 200


class NotUp(Exception):
    """A process did not become ready; the text says which, and where to look."""


class NotReady(NotUp):
    """It runs and answers, and the text is what it says of itself: it can be looked at, and mended, as it stands."""


Check = Mapping[str, Any]
"""A line of what a process tells of its health (`shared.http.health.Check`)."""


class Health(NamedTuple):
    """How a process fares.

    Attributes:
        well: whether it does what it is there for.
        told: the same for people.
        answers: whether that is what it says of itself.
        stopped: whether some of its work has stopped for good, until a person mends the cause.
    """

    well: bool
    told: str
    answers: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Part:
    """A service in one role.

    Attributes:
        service: `membership`.
        role: `api`, `relay`, …
        number: which of several alike, from 1.
        port: of its HTTP on the loopback; it keeps it when it is started again.
        started: the process, if it was started yet.
    """

    service: str
    role: str
    number: int
    port: int
    started: Started | None = None

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """As `dataclasses.asdict` has written it."""
        started = told.pop("started")
        return cls(**told, started=Started(**started) if started else None)

    @property
    def name(self) -> str:
        more = f"-{self.number}" if self.number > 1 else ""
        return f"{self.service}.{self.role}{more}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        return self.started is not None and self.started.alive()

    def launch(self, environment: Mapping[str, str], logs: Path) -> "Part":
        """Start it, told by nothing but ``environment`` and its own role and port."""
        processes.forget(self.started)
        prefix = self.service.upper()
        own = {f"{prefix}_ROLE": self.role, f"{prefix}_PORT": str(self.port)}
        command = [sys.executable, "-m", f"services.{self.service}"]
        log = logs / f"{self.name}.log"
        return replace(
            self, started=processes.start(command, log, {**environment, **own}, folder=_ROOT)
        )

    def health(self) -> Health:
        """`ready`, `standing by`, `starting`, `ended`, or why it is not ready."""
        try:
            status, told = self._asked("/health/ready")
        except (OSError, HTTPException):
            return Health(well=False, told="starting" if self.alive else "ended")
        checks = json.loads(told).get("checks", [])
        if status == _FINE:
            return Health(well=True, told=_at_work(checks), answers=True)
        stopped = any(one["state"] == State.STOPPED for one in checks)
        return Health(
            well=False, told=f"not ready: {_reasons(checks)}", answers=True, stopped=stopped
        )

    def wait(self, seconds: float, *, waited: float = 0.0) -> None:
        """Return when it is ready; ``waited``: for how many seconds others had been waited for before.

        Raises:
            NotReady: it answers, and time is up, or no time would mend it.
            NotUp: it has ended, or does not even answer in time.
        """
        began = monotonic_seconds()
        while not (health := self.health()).well:
            if self.started is None or self.started.ended(_LOOK_SECONDS):
                raise NotUp(f"{self.name} has ended")
            if health.stopped:
                raise NotReady(f"{self.name} is {health.told}")
            passed = monotonic_seconds() - began
            if passed > (seconds if health.answers else max(seconds, _ASKED_SECONDS)):
                what = NotReady if health.answers else NotUp
                raise what(f"{self.name} is {health.told} after {waited + passed:.0f} s")

    def stop(self) -> bool:
        """Wait for its end after `terminate`; false when it had to be killed."""
        if self.started is None or self.started.ended(_STOP_SECONDS):
            return True
        self.started.kill()
        return False

    def _asked(self, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _at_work(checks: Sequence[Check]) -> str:
    """Of two relays each may work for one topic, and stand by for the other."""
    loops = [one for one in checks if one["state"]]
    idle = [one["name"] for one in loops if one["state"] == State.STANDING_BY]
    if idle and len(idle) == len(loops):
        return "standing by"
    return f"ready, stands by for {', '.join(idle)}" if idle else "ready"


def _reasons(checks: Sequence[Check]) -> str:
    return ", ".join(f"{one['name']} {one['detail']}" for one in checks if not one["ok"])
