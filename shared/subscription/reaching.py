"""Read your writes: wait until a view has reached a position, in whichever process it is projected.

Whoever moves a view rings `VIEWS_MOVED`; whoever waits looks at the saved checkpoint after each ring.
"""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import Generic, NamedTuple

from sqlalchemy import Connection, Engine, text

from shared.signals import Bell, Signals
from shared.subscription.promise import Handler, M

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


class Announcing(Generic[M]):
    """A handler that rings after each batch, so that nobody who waits has to poll."""

    def __init__(self, handler: Handler[M], bell: Bell) -> None:
        self._handler, self._bell = handler, bell

    def resume(self, source: str) -> int:
        return self._handler.resume(source)

    def handle(self, source: str, after: int, batch: Sequence[M]) -> int:
        position = self._handler.handle(source, after, batch)
        self._bell.ring()
        return position

    def close(self) -> None:
        self._handler.close()


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
