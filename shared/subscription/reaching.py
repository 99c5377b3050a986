"""Read your writes: wait until a view has reached a position, in whichever process it is projected.

Whoever moves a view rings `VIEWS_MOVED`; whoever waits looks at the saved checkpoint after each ring.
"""

from datetime import datetime
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection, Engine, text

from shared.signals import Signals

VIEWS_MOVED = "views_moved"
"""Signalled soon after a view was moved on."""

_LOOK_SECONDS = 1.0
_REACHED = text(
    "select coalesce(min(sequence), 0), max(recorded_at) from subscription.checkpoints"
    " where subscription = :view and starts_with(source, :part)"
)


class Reached(NamedTuple):
    """How far a view is: every entry of its publisher up to ``sequence`` is in it.

    Attributes:
        sequence: 0 before the first.
        recorded_at: when the newest that was handled in any part was recorded.
    """

    sequence: int
    recorded_at: datetime | None


def reached(connection: Connection, view: str, topic: str = "") -> Reached:
    """How far the view is; of several sources the one furthest behind counts.

    Publishers count each for itself: of a view over several topics one has to be named.
    """
    part = f"{topic}/" if topic else ""
    return Reached(*connection.execute(_REACHED, {"view": view, "part": part}).one())


class Reaching:
    """Waits for one view."""

    def __init__(self, engine: Engine, view: str, signals: Signals) -> None:
        self._engine, self._view, self._signals = engine, view, signals

    def wait(self, sequence: int, seconds: float, topic: str = "") -> bool:
        """Whether the view reached ``sequence`` within so many seconds, of ``topic`` where it has several."""
        until = monotonic() + seconds
        while True:
            seen = self._signals.count(VIEWS_MOVED)
            with self._engine.connect() as connection:
                if reached(connection, self._view, topic).sequence >= sequence:
                    return True
            left = until - monotonic()
            if left <= 0:
                return False
            self._signals.wait(VIEWS_MOVED, seen, min(left, _LOOK_SECONDS))
