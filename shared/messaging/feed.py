"""Where a read model, or a reaction, gets its entries from: the own log, or a topic of another's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shared.messaging.all_parts import AllParts
from shared.messaging.promise import Backbone, Following
from shared.subscription.loop import Subscription
from shared.subscription.promise import Source

MakeLoop = Callable[[Source[Any]], Subscription[Any]]


class Feed(Protocol):
    """Something ordered in parts, that several instances may follow together."""

    @property
    def name(self) -> str:
        """`log`, or the topic."""

    def sources(self) -> Sequence[Source[Any]]:
        """One source for each part, to read again at any time."""

    def follow(self, group: str, make_loop: MakeLoop) -> Following:
        """Follow it together with all others of the same group."""


@dataclass(frozen=True)
class OwnLog:
    """The service's own log, whole."""

    log: Source[Any]

    @property
    def name(self) -> str:
        return self.log.name

    def sources(self) -> Sequence[Source[Any]]:
        return (self.log,)

    def follow(self, group: str, make_loop: MakeLoop) -> Following:
        del group
        return AllParts(self.sources(), make_loop)


@dataclass(frozen=True)
class Topic:
    """What another service publishes."""

    backbone: Backbone
    name: str

    def sources(self) -> Sequence[Source[Any]]:
        return self.backbone.sources(self.name)

    def follow(self, group: str, make_loop: MakeLoop) -> Following:
        return self.backbone.follow(self.name, group, make_loop)
