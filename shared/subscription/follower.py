"""One handler on its way through a source: how it fares, and what follows from its faults."""

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

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_STAND_BY_PAUSE = 1.0
"""Seconds: a stand-by is at work that soon after the other has ended."""


class Follower(Generic[M]):
    """What a loop leads through a source, alone or beside others.

    Attributes:
        name: as health calls it: the checkpoint's name, behind it `:<source>` where one view has
            several sources.
        source: the source's name.
        origin: the source.
        progress: how it fares.
        handler: what it does.
    """

    def __init__(self, name: str, source: Source[M], handler: Handler[M]) -> None:
        self.name, self.source, self.progress = name, source.name, Progress()
        self.handler, self.origin = handler, source
        self._pause, self._handled = _FIRST_PAUSE, 0
        self._stopped_over: Exception | None = None
        self._called = threading.Event()

    @property
    def subscription(self) -> str:
        """The checkpoint's name; loops over several sources of one view have the source in theirs."""
        return self.name.removesuffix(f":{self.source}")

    def lag(self) -> int:
        """How many entries of the source are not handled yet."""
        return max(self.origin.head() - self.progress.position, 0)

    def look_again(self) -> None:
        """A person may have put the checkpoint elsewhere, or decided on what was set aside: it looks within a second.

        Also while nothing comes, or when it has stopped for good.
        """
        self._called.set()

    @property
    def looks_again(self) -> bool:
        """Whether the checkpoint is to be looked at before anything else is handled."""
        return self._called.is_set()

    def take_up(self) -> int:
        """Begin, or begin again, behind the saved checkpoint; answers its position.

        Who has stopped over too many dead letters tries again. Who has stopped over anything else begins only
        elsewhere, or at the beginning: what follows is still what our code fails on, until a release mends it;
        or, where the position was lost, other entries by now, of which the first would be passed over.

        Raises:
            Exception: what it has stopped over, when the checkpoint is still there.
        """
        self._called.clear()
        position = self.handler.resume(self.source)
        if self._stopped_over is not None and 0 < position == self.progress.position:
            raise self._stopped_over.with_traceback(None)
        self._stopped_over = None
        self.progress.reach(position, 0)
        return position

    def fall(self, error: Exception) -> float | None:
        """Note a fault; answers in how many seconds to take up again, None for not before it is called.

        Faults of the database or the network pass, and are tried again, ever more slowly, until
        something was handled. Whoever is fenced stands by. All else stops it: a person has to look. What
        it holds is given back, so that another may try.
        """
        match error:
            case Fenced():
                self.progress.turn(State.STANDING_BY, str(error))
                return min(self._next_pause(), _STAND_BY_PAUSE)
            case TooManyDeadLetters():
                self._give_up(f"too many dead letters: {error}")
                return None
            case DBAPIError() | psycopg.Error() | OutcomeUnknown() | VersionConflict():
                pass
            case _ if not faults.passes(error):
                logger.error("subscription.failed", subscription=self.name, exc_info=error)
                self._stopped_over = error
                self._give_up(f"{type(error).__name__}: {error}")
                return None
        reason, pause = type(error).__name__, self._next_pause()
        self.progress.retry(reason)
        logger.warning("subscription.retrying", subscription=self.name, reason=reason, pause=pause)
        return pause

    def _next_pause(self) -> float:
        if self.progress.handled != self._handled:
            self._handled, self._pause = self.progress.handled, _FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        return pause

    def _give_up(self, reason: str) -> None:
        self.handler.close()
        self.progress.turn(State.STOPPED, reason)
        logger.error("subscription.stopped", subscription=self.name, reason=reason)
