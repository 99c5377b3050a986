"""The clock's part in a service: somebody looks whether anything has become due, and acts."""

import threading
from collections.abc import Callable, Iterable

import structlog
from sqlalchemy import Engine

from shared.clock import monotonic_seconds
from shared.subscription import faults
from shared.subscription.lease import Lease
from shared.subscription.progress import Progress, State
from shared.subscription.promise import Fenced

logger = structlog.get_logger(__name__)

_SHORTEST_REST = 0.05
"""Seconds: what is due and cannot be done yet is not tried as fast as the machine can."""
_REST_AFTER_FAULT = 5.0
"""Seconds, at most: a fault that passes is over soon, and until the next look the process is not ready."""
CLOCK = "clock"
"""What he follows, as health and metrics name it; others follow the log or a topic."""
Act = Callable[[], bool]
"""Does one thing that is due; tells whether it changed something."""


class Clerk:
    """Acts, rests and looks again; of several of one name, one works and the others stand by.

    Whatever fails is told in the log and tried again at the next look; it keeps nothing else from being
    done. So an act must do nothing the second time, and a look must find after a standstill what became
    due meanwhile.

    Attributes:
        name: `<service>.<policy>`, also that of his subscription to the clock.
        source: what he follows.
        progress: how it fares, for health and metrics; handled is what he changed.
    """

    source = CLOCK

    def __init__(
        self,
        engine: Engine,
        name: str,
        acts: Callable[[], Iterable[Act]],
        *,
        every_seconds: float = 60.0,
        rests: Callable[[], float] | None = None,
    ) -> None:
        """A clerk, not yet at work.

        Args:
            engine: of the database in which the lease stands.
            name: as health calls him.
            acts: answers what is due now, one thing after the other, so that he may end between two.
            every_seconds: how long he rests between two looks, at most.
            rests: asked after each look: in how many seconds the next act comes due, as far as is
                known; so he is there at the very moment. What comes up meanwhile he finds in time
                all the same, by ``every_seconds``.
        """
        self.name = self.subscription = name
        self.progress = Progress()
        self._began: float | None = None
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
        """Do now what is due; answers how many acts changed something.

        Raises:
            Exception: the first fault of an act, after all others were done; of the database or the network at once.
        """
        changed, fault = 0, None
        self._began = monotonic_seconds()
        try:
            for act in self._acts():
                try:
                    changed += act()
                except Exception as error:
                    if isinstance(error, Fenced) or faults.passes(error):
                        raise
                    logger.warning("clerk.act_failed", clerk=self.name, exc_info=error)
                    fault = fault or error
                self._began = monotonic_seconds()
                if self._stop.is_set():
                    break
        finally:
            self._began = None
        self.progress.reach(0, changed)
        if fault:
            raise fault
        return changed

    def stuck_seconds(self) -> float:
        """For how long he has been at one act, or at finding it; 0 while he rests."""
        began = self._began
        return 0.0 if began is None else monotonic_seconds() - began

    def _run(self) -> None:
        while not self._stop.is_set():
            rest = self._every
            try:
                self._lease.take()
                self.progress.begin()
                self.look()
                self.progress.turn(State.WAITING)
                if self._rests is not None:
                    rest = min(rest, max(self._rests(), _SHORTEST_REST))
            except Fenced as standing_by:
                self.progress.turn(State.STANDING_BY, str(standing_by))
            except Exception as error:
                rest = min(rest, _REST_AFTER_FAULT)
                self.progress.retry(type(error).__name__)
                logger.warning("clerk.failed", clerk=self.name, exc_info=error)
            self._stop.wait(rest)
        self._lease.give_back()
