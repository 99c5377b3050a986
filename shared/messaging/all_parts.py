"""Following every ordered part of something in each instance; the slower of two stands by."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.messaging.promise import Lead
from shared.subscription.follower import Follower
from shared.subscription.loop import Subscription
from shared.subscription.promise import Source


class AllParts:
    """`Following` whose loops are the same from its start to its end."""

    fault, rebalances = "", 0

    def __init__(self, sources: Sequence[Source[Any]], lead: Lead) -> None:
        self._sources, self._lead = sources, lead
        self.loops: dict[str, Follower[Any]] = {}
        self._stop: Callable[[], None] = lambda: None

    def start(self) -> None:
        led = self._lead(self._sources)
        self.loops.update(led.loops)
        led.start()
        self._stop = led.stop

    def stop(self) -> None:
        self._stop()


class _Each:
    """A loop for each part, by itself."""

    def __init__(self, loops: Sequence[Subscription[Any]]) -> None:
        self._loops = loops
        self.loops: Mapping[str, Follower[Any]] = {loop.name: loop for loop in loops}

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """All at the same time, as each waits for what it has at hand."""
        with ThreadPoolExecutor(max(len(self._loops), 1)) as pool:
            list(pool.map(Subscription.stop, self._loops))


def each(make_loop: Callable[[Source[Any]], Subscription[Any]]) -> Lead:
    """Each part has a loop of its own, which ``make_loop`` makes and does not start."""
    return lambda sources: _Each([make_loop(source) for source in sources])
