"""The clock's part in a service: somebody looks whether anything has become due, and acts."""

import threading
from collections.abc import Callable, Iterable

import structlog
from sqlalchemy import Engine

from shared.subscription.lease import Lease
from shared.subscription.progress import Progress, State
from shared.subscription.promise import Fenced

logger = structlog.get_logger(__name__)

_SHORTEST_REST = 0.05
"""Seconds: what is due and cannot be done yet is not tried as fast as the machine can."""


class Clerk:
    """Acts, rests and looks again; of several of one name, one works and the others stand by.

    Whatever fails is told in the log and tried again at the next look. So an act must do nothing
    the second time, and a look must find after a standstill what became due meanwhile.

    Attributes:
        name: `<service>.<policy>`.
        progress: how it fares, for health.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        acts: Callable[[], Iterable[bool]],
        *,
        every_seconds: float = 60.0,
        rests: Callable[[], float] | None = None,
    ) -> None:
        """A clerk, not yet at work.

        Args:
            engine: of the database in which the lease stands.
            name: as health calls him.
            acts: does what is due now, one thing a step, so that he may end between two; tells of
                each whether it changed something.
            every_seconds: how long he rests between two looks, at most.
            rests: asked after each look: in how many seconds the next act comes due, as far as is
                known; so he is there at the very moment. What comes up meanwhile he finds in time
                all the same, by ``every_seconds``.
        """
        self.name, self.progress = name, Progress()
        self._acts, self._every, self._rests = acts, every_seconds, rests
        self._lease, self._stop = Lease(engine, name), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the act at hand and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def look(self) -> int:
        """Do now what is due; answers how many acts changed something."""
        changed = 0
        for act in self._acts():
            changed += bool(act)
            if self._stop.is_set():
                break
        return changed

    def _run(self) -> None:
        while not self._stop.is_set():
            rest = self._every
            try:
                self._lease.take()
                self.progress.turn(State.RUNNING)
                self.look()
                self.progress.turn(State.WAITING)
                if self._rests is not None:
                    rest = min(rest, max(self._rests(), _SHORTEST_REST))
            except Fenced as standing_by:
                self.progress.turn(State.STANDING_BY, str(standing_by))
            except Exception as error:
                self.progress.retry(type(error).__name__)
                logger.warning("clerk.failed", clerk=self.name, exc_info=error)
            self._stop.wait(rest)
        self._lease.give_back()
