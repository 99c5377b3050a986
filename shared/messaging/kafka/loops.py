"""The loops of a service that come and go while others look at them."""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any

from shared.subscription.follower import Follower


class Loops(Mapping[str, Follower[Any]]):
    """The loops there are now, by name; it may be read by any thread while it changes."""

    def __init__(self) -> None:
        self.now: Mapping[str, Follower[Any]] = {}

    def __getitem__(self, name: str) -> Follower[Any]:
        return self.now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now)

    def __len__(self) -> int:
        return len(self.now)

    def items(self) -> ItemsView[str, Follower[Any]]:
        """Those of one moment: a loop that ends meanwhile is still among them."""
        return self.now.items()

    def values(self) -> ValuesView[Follower[Any]]:
        """The same."""
        return self.now.values()
