"""The one loop: read from the checkpoint, handle, save the checkpoint. Relays and projectors use it."""

import threading

from shared.subscription.follower import Follower
from shared.subscription.progress import State
from shared.subscription.promise import Handler, M, Source

_LOOK_SECONDS = 1.0


class Subscription(Follower[M]):
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
            name: as `Follower` has it.
            source: what to follow.
            handler: what is done with it.
            batch: entries handled at once, at most.
            rest: seconds between two batches, unless they are full: where an entry may wait a
                moment, a stream of single entries then costs a transaction for several of them.
        """
        super().__init__(name, source, handler)
        self._source, self._batch, self._rest = source, batch, rest
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

    def run(self) -> None:
        try:
            self._keep_following()
        finally:
            self.handler.close()

    def _keep_following(self) -> None:
        while not self._stop.is_set():
            try:
                self._follow()
            except Exception as error:  # noqa: BLE001 -- `fall` ends the loop for all it does not know
                pause = self.fall(error)
                if pause is None:
                    return
                self._stop.wait(pause)

    def _follow(self) -> None:
        position = self.take_up()
        while not self._stop.is_set():
            seen = self._source.seen()
            batch = self._source.read(position, self._batch)
            if batch:
                position = self.handler.handle(self._source.name, position, batch)
                self.progress.reach(position, len(batch))
                if self._rest and len(batch) < self._batch:
                    self._stop.wait(self._rest)
            elif not self._stop.is_set():
                self.progress.turn(State.WAITING)
                self._source.wait(seen, _LOOK_SECONDS)
