"""The one loop: read from the checkpoint, handle, save the checkpoint. Relays and projectors use it."""

import threading
from dataclasses import dataclass, field
from typing import Generic

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from shared.event_store import OutcomeUnknown, VersionConflict
from shared.subscription.promise import Fenced, Handler, M, Source, TooManyDeadLetters

logger = structlog.get_logger(__name__)

_LOOK_SECONDS = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_PASSING = (DBAPIError, psycopg.OperationalError, OutcomeUnknown, VersionConflict, OSError)
"""Faults of the moment: nothing is wrong with what was to be handled."""


@dataclass
class Progress:
    """What a loop is doing, for health and metrics.

    Attributes:
        position: the last position handled.
        state: starting, running, waiting, retrying, or stopped for good with a reason.
    """

    position: int = 0
    state: str = "starting"
    reason: str = ""
    handled: int = 0
    retries: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def reach(self, position: int, handled: int) -> None:
        with self.changed:
            self.position, self.handled = position, self.handled + handled
            self.state = "running"
            self.changed.notify_all()

    @property
    def healthy(self) -> bool:
        return self.state in {"running", "waiting"}


class Subscription(Generic[M]):
    """Runs a handler over a source until it is stopped.

    Faults of the database or the network are tried again, ever more slowly, from the saved
    checkpoint. When another instance is faster, this one takes up from where that one is: it stands
    by without doubling anything.
    """

    def __init__(
        self, name: str, source: Source[M], handler: Handler[M], *, batch: int = 500
    ) -> None:
        self.name, self.progress = name, Progress()
        self._source, self._handler, self._batch = source, handler, batch
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=f"subscription-{name}", daemon=True)

    def start(self) -> "Subscription[M]":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def lag(self) -> int:
        """How many entries of the source are not handled yet."""
        return max(self._source.head() - self.progress.position, 0)

    def run(self) -> None:
        try:
            self._keep_following()
        finally:
            self._handler.close()

    def _keep_following(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stop.is_set():
            before = self.progress.handled
            try:
                self._follow()
            except Fenced:
                pause = self._rest("standing by", pause)
            except _PASSING as error:
                self.progress.retries += 1
                pause = self._rest(f"{type(error).__name__}", pause)
            except TooManyDeadLetters as error:
                self._end(f"too many dead letters: {error}")
                return
            except Exception as error:
                logger.exception("subscription.failed", subscription=self.name)
                self._end(f"{type(error).__name__}: {error}")
                return
            if self.progress.handled != before:
                pause = _FIRST_PAUSE

    def _follow(self) -> None:
        position = self._handler.resume(self._source.name)
        self.progress.reach(position, 0)
        while not self._stop.is_set():
            seen = self._source.seen()
            batch = self._source.read(position, self._batch)
            if batch:
                position = self._handler.handle(self._source.name, position, batch)
                self.progress.reach(position, len(batch))
            else:
                self.progress.state = "waiting"
                self._source.wait(seen, _LOOK_SECONDS)

    def _rest(self, reason: str, pause: float) -> float:
        self.progress.state, self.progress.reason = "retrying", reason
        logger.warning("subscription.retrying", subscription=self.name, reason=reason, pause=pause)
        self._stop.wait(pause)
        return min(pause * 2, _LONGEST_PAUSE)

    def _end(self, reason: str) -> None:
        self.progress.state, self.progress.reason = "stopped", reason
        logger.error("subscription.stopped", subscription=self.name, reason=reason)
