"""Following every ordered part of something in each instance; the slower of two stands by."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from shared.subscription.loop import Subscription
from shared.subscription.promise import Source

S = TypeVar("S", bound=Source[Any])


class AllParts(Generic[S]):
    """`Following` whose loops are the same from its start to its end."""

    fault, rebalances = "", 0

    def __init__(self, sources: Sequence[S], make_loop: Callable[[S], Subscription[Any]]) -> None:
        self._sources, self._make_loop = sources, make_loop
        self.loops: dict[str, Subscription[Any]] = {}

    def start(self) -> None:
        for loop in map(self._make_loop, self._sources):
            self.loops[loop.name] = loop.start()

    def stop(self) -> None:
        for loop in self.loops.values():
            loop.stop()
