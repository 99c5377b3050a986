"""Starts again what ended by itself, ever more patiently, and writes down what it did.

One process of `make up` runs it. `make status` reads its notes; ADR 0024 says why it is our own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog

from deploy.local.written import write_whole

logger = structlog.get_logger(__name__)

_LONGEST_SECONDS = 60
STEADY = timedelta(minutes=5)
"""Whoever runs for so long has recovered: its next fall is a first one again."""


@dataclass(frozen=True)
class Watched:
    """Something that is to run.

    Attributes:
        name: as `make status` shows it.
        alive: whether it runs now.
        launch: starts it; it need not be ready on return.
    """

    name: str
    alive: Callable[[], bool]
    launch: Callable[[], object]


@dataclass(frozen=True)
class Fallen:
    """What the watcher knows of one that ended by itself.

    Attributes:
        starts: how often it was started again.
        in_a_row: how often it ended without having recovered in between.
        at: when it was last seen ended, or started again.
        due: when it is to be started again; None: it was.
    """

    starts: int
    in_a_row: int
    at: datetime
    due: datetime | None

    def told(self) -> str:
        """As people read it, in UTC."""
        if self.due:
            return f"ended {self.in_a_row} times in a row, starts again at {self.due:%H:%M:%S}"
        return f"started again {self.starts} times, the last at {self.at:%Y-%m-%d %H:%M:%S}"


class Watcher:
    """Looks at everything whenever it is told to."""

    def __init__(self, watched: Sequence[Watched], notes: Path) -> None:
        """``notes``: the file for what it did; what stands there is forgotten."""
        self._watched, self._notes = watched, notes
        self._fallen: dict[str, Fallen] = {}
        self._write()

    def look(self, now: datetime) -> None:
        """Start what has ended, as soon as it is due."""
        before = dict(self._fallen)
        for one in self._watched:
            if one.alive():
                self._recovered(one.name, now)
            else:
                self._ended(one, now)
        if self._fallen != before:
            self._write()

    def _recovered(self, name: str, now: datetime) -> None:
        known = self._fallen.get(name)
        if known and known.in_a_row and now - known.at > STEADY:
            self._fallen[name] = replace(known, in_a_row=0)

    def _ended(self, one: Watched, now: datetime) -> None:
        known = self._fallen.get(one.name) or Fallen(0, 0, now, None)
        if known.due is None:
            wait = min(2**known.in_a_row, _LONGEST_SECONDS)
            due = now + timedelta(seconds=wait)
            self._fallen[one.name] = replace(known, in_a_row=known.in_a_row + 1, at=now, due=due)
            logger.warning("watcher.ended", process=one.name, again_in_seconds=wait)
        elif now >= known.due:
            self._fallen[one.name] = replace(known, starts=known.starts + 1, at=now, due=None)
            self._launch(one)

    def _launch(self, one: Watched) -> None:
        logger.info("watcher.starts", process=one.name)
        try:
            one.launch()
        except Exception:  # it is not alive: tried again later
            logger.exception("watcher.failed", process=one.name)

    def _write(self) -> None:
        self._notes.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._notes, msgspec.json.encode(self._fallen).decode())


def fallen(notes: Path) -> Mapping[str, Fallen]:
    """What a watcher has noted there, by name; nothing where none ran yet."""
    if not notes.exists():
        return {}
    return msgspec.json.decode(notes.read_bytes(), type=dict[str, Fallen])
