"""Views to which this release gives another shape, made anew while the process serves.

The loops write the present shape only: they stand by until a view has it. Whoever starts over such a view
therefore answers for its health at once, and ends when asked, however long the log is.
"""

import threading

import structlog

from shared.subscription import faults
from shared.subscription.keeping import View, Views
from shared.subscription.progress import Progress, State
from shared.subscription.promise import Fenced
from shared.subscription.rebuild import RebuildRunning
from shared.subscription.views import ensure_view, known_shape, shape_of

logger = structlog.get_logger(__name__)

_LOOK_SECONDS = 1.0
"""So soon a view is looked at again that another process rebuilds, or that was not to be had."""
_STOP_SECONDS = 30


class NotRenewed(Exception):
    """A view cannot be given this release's shape; the text says which, and why."""


class _ToEnd(Exception):
    """The process is to end: the copy is left as it is, and the live view as it was."""


class Renewal:
    """One view on its way to this release's shape; it is watched as a loop is.

    Attributes:
        subscription: the view's name.
        source: tells it from the loops that follow.
        progress: how many entries it has read, and how it fares; it waits when all is done.
        ending: set when the process is to end.
    """

    source = "renewal"

    def __init__(self, view: View, ending: threading.Event) -> None:
        """Renew ``view`` unless the process is ``ending``."""
        self._view, self.ending = view, ending
        self.subscription, self.progress = view.name, Progress()

    @property
    def name(self) -> str:
        """As health calls it."""
        return f"{self.subscription}:{self.source}"

    def made(self) -> bool:
        """Whether the view has the shape; one that is missing is made, empty, for its loop to fill."""
        return ensure_view(self._view.engine, self._view.projection)

    def outdated(self) -> bool:
        """Whether it has another shape. Asks the database."""
        with self._view.engine.connect() as connection:
            return known_shape(connection, self.subscription) != shape_of(self._view.projection)

    def advance(self) -> bool:
        """Rebuild the view if it has not got the shape meanwhile; answers whether it has it now.

        Faults of the database or the network are tried again the next time. Any other ends it: a person
        has to look, and can rebuild the view by hand.
        """
        try:
            if not self.made() and not self._rebuilt():
                return False
        except (RebuildRunning, Fenced):
            self.progress.turn(State.STANDING_BY, "another process rebuilds it")
            return False
        except Exception as error:  # noqa: BLE001 -- judged there
            self._fall(error)
            return False
        self.progress.turn(State.WAITING)
        return True

    def wait(self) -> None:
        """Return when the view has the shape.

        Raises:
            NotRenewed: it will not get it without a person's help.
        """
        ends = {State.WAITING, State.STOPPED}
        self.progress.wait_until(lambda progress: progress.state in ends, threading.TIMEOUT_MAX)
        if self.progress.state is State.STOPPED:
            raise NotRenewed(f"{self.subscription}: {self.progress.reason}")

    def _rebuilt(self) -> bool:
        if self.progress.state is State.STOPPED:
            return False
        self.progress.position = 0
        self.progress.begin()
        try:
            report = self._view.rebuild().run(accept_differences=True, progress=self._reach)
        except _ToEnd:
            logger.info("view.renewal_left", view=self.subscription)
            return False
        logger.info("view.reshaped", view=report.view, events=report.events)
        return self.made()

    def _reach(self, read: int, total: int) -> None:
        if self.ending.is_set():
            raise _ToEnd
        self.progress.reach(read, read - self.progress.position)
        self.progress.turn(State.RUNNING, f"{read:,} of {total:,} entries read")

    def _fall(self, error: Exception) -> None:
        logger.error("view.renewal_failed", view=self.subscription, exc_info=error)
        reason = f"{type(error).__name__}: {error}"
        if not faults.passes(error):
            self.progress.turn(State.STOPPED, reason)
        elif self.progress.state is not State.STOPPED:
            self.progress.retry(reason)


class ViewKeeper:
    """Makes views that are missing, and renews those to which this release gives another shape.

    A part of the service that starts before the loops, and is asked to end together with them: a loop may be
    waiting for the very rebuild.

    Attributes:
        renewals: what this process has yet to renew, by name as health calls it.
    """

    def __init__(self, views: Views, *, renews: bool) -> None:
        """``renews``: whether this process may rebuild; others read what they find."""
        self._ending, self._renews = threading.Event(), renews
        self._all = [Renewal(view, self._ending) for view in views.values()]
        self._thread = threading.Thread(target=self._renew, name="renewing-views", daemon=True)
        self.renewals: dict[str, Renewal] = {}

    def start(self) -> None:
        pending = [one for one in self._all if not one.made()]
        if self._renews and pending:
            for one in pending:
                one.progress.turn(State.STANDING_BY, "waits for its turn")
            self.renewals.update({one.name: one for one in pending})
            self._thread.start()

    def outdated(self) -> bool:
        """Whether a view has not got this release's shape yet, or has got a younger one's: it may lack what a query asks for."""
        return any(one.outdated() for one in self._all)

    def stop(self) -> None:
        """Leave the rebuild at hand after its batch, or its index; whoever starts next begins it anew."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _renew(self) -> None:
        while self.renewals:
            for name, renewal in tuple(self.renewals.items()):
                if self._ending.is_set():
                    return
                if renewal.advance():
                    del self.renewals[name]
            if self.renewals:
                self._ending.wait(_LOOK_SECONDS)
