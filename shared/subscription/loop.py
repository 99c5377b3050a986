"""One handler, led through a source by a thread of its own. Relays, reactions and single views are kept so."""

from collections.abc import Callable

from shared.subscription.follower import Follower
from shared.subscription.leading import Leading
from shared.subscription.promise import Handler, M, Source


class Subscription(Follower[M]):
    """A follower that is led alone; see `Leading`."""

    def __init__(
        self,
        name: str,
        source: Source[M],
        handler: Handler[M],
        *,
        batch: int = 500,
        rest: float = 0.0,
        moved: Callable[[], None] = lambda: None,
    ) -> None:
        """Follow ``source`` with ``handler``; all else as `Follower` and `Leading` have it."""
        super().__init__(name, source, handler)
        self._led = Leading(self, batch=batch, rest=rest, moved=moved)

    def start(self) -> "Subscription[M]":
        self._led.start()
        return self

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._led.stop()

    def run(self) -> None:
        """Follow in the caller's own thread."""
        self._led.run()
