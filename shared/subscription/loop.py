"""The one loop: read from the checkpoint, handle, save the checkpoint. Relays and projectors use it."""

import threading
from typing import Generic

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from shared.event_store import OutcomeUnknown, VersionConflict
from shared.subscription import faults
from shared.subscription.progress import Progress, State
from shared.subscription.promise import Fenced, Handler, M, Source, TooManyDeadLetters

logger = structlog.get_logger(__name__)

_LOOK_SECONDS = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0


class Subscription(Generic[M]):
    """Runs a handler over a source until it is stopped.

    Faults of the database or the network are tried again, ever more slowly, from the saved
    checkpoint. When another instance is faster, this one takes up from where that one is: it stands
    by without doubling anything.
    """

    def __init__(
        self,
        name: str,
        source: Source[M],
        handler: Handler[M],
        *,
        batch: int = 500,
        rest: float = 0.0,
    ) -> None:
        """Follow ``source`` with ``handler``.

        Args:
            name: as health calls it: the checkpoint's name, behind it `:<source>` where one view has
                several sources.
            source: what to follow.
            handler: what is done with it.
            batch: entries handled at once, at most.
            rest: seconds between two batches, unless they are full: where an entry may wait a
                moment, a stream of single entries then costs a transaction for several of them.
        """
        self.name, self.progress, self.source = name, Progress(), source.name
        self._source, self._handler = source, handler
        self._batch, self._rest = batch, rest
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=f"subscription-{name}", daemon=True)

    def start(self) -> "Subscription[M]":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stop.set()
        self._source.wake()
        if self._thread.is_alive():
            self._thread.join(30)

    @property
    def subscription(self) -> str:
        """The checkpoint's name; loops over several sources of one view have the source in theirs."""
        return self.name.removesuffix(f":{self.source}")

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
            except Exception as error:  # noqa: BLE001 -- `_judge` ends the loop for all it does not know
                if self.progress.handled != before:
                    pause = _FIRST_PAUSE
                if not self._judge(error, pause):
                    return
                self._stop.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _follow(self) -> None:
        position = self._handler.resume(self._source.name)
        self.progress.reach(position, 0)
        while not self._stop.is_set():
            seen = self._source.seen()
            batch = self._source.read(position, self._batch)
            if batch:
                position = self._handler.handle(self._source.name, position, batch)
                self.progress.reach(position, len(batch))
                if self._rest and len(batch) < self._batch:
                    self._stop.wait(self._rest)
            elif not self._stop.is_set():
                self.progress.turn(State.WAITING)
                self._source.wait(seen, _LOOK_SECONDS)

    def _judge(self, error: Exception, pause: float) -> bool:
        """Whether to go on after a fault."""
        match error:
            case Fenced():
                self.progress.turn(State.STANDING_BY, str(error))
                return True
            case TooManyDeadLetters():
                self._end(f"too many dead letters: {error}")
                return False
            case DBAPIError() | psycopg.Error() | OutcomeUnknown() | VersionConflict():
                pass
            case _ if not faults.passes(error):
                logger.error("subscription.failed", subscription=self.name, exc_info=error)
                self._end(f"{type(error).__name__}: {error}")
                return False
        reason = type(error).__name__
        self.progress.retry(reason)
        logger.warning("subscription.retrying", subscription=self.name, reason=reason, pause=pause)
        return True

    def _end(self, reason: str) -> None:
        self.progress.turn(State.STOPPED, reason)
        logger.error("subscription.stopped", subscription=self.name, reason=reason)
