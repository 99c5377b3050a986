"""Where a read model, or a reaction, gets its entries from: the own log, or topics of others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol, overload

from shared.messaging.all_parts import AllParts
from shared.messaging.promise import Backbone, Following, Lead
from shared.subscription.promise import Source


class Feed(Protocol):
    """Something ordered in parts, that several instances may follow together."""

    @property
    def name(self) -> str:
        """`log`, or the topic; several are joined by `+`."""

    @property
    def topics(self) -> Sequence["Topic"]:
        """Each topic of others it is read from."""

    def sources(self) -> Sequence[Source[Any]]:
        """One source for each part, to read again at any time."""

    def follow(self, group: str, lead: Lead) -> Following:
        """Follow it together with all others of the same group."""


@dataclass(frozen=True)
class OwnLog:
    """The service's own log, whole."""

    log: Source[Any]

    @property
    def name(self) -> str:
        return self.log.name

    @property
    def topics(self) -> Sequence["Topic"]:
        return ()

    def sources(self) -> Sequence[Source[Any]]:
        return (self.log,)

    def follow(self, group: str, lead: Lead) -> Following:
        del group
        return AllParts(self.sources(), lead)


@dataclass(frozen=True)
class Topic:
    """What another service publishes."""

    backbone: Backbone
    name: str

    @property
    def topics(self) -> Sequence["Topic"]:
        return (self,)

    def sources(self) -> Sequence[Source[Any]]:
        return self.backbone.sources(self.name)

    def follow(self, group: str, lead: Lead) -> Following:
        return self.backbone.follow((self.name,), group, lead)


class Topics:
    """What several services publish: each topic in its own order, in no order between them.

    A view of it is a `TopicsProjection`.
    """

    def __init__(self, backbone: Backbone, *names: str) -> None:
        self._backbone, self._names = backbone, names
        self.topics: Sequence[Topic] = tuple(Topic(backbone, name) for name in names)

    @property
    def name(self) -> str:
        return "+".join(self._names)

    def sources(self) -> Sequence[Source[Any]]:
        told = [topic.sources() for topic in self.topics]
        return Counted(lambda: chain.from_iterable(told))

    def follow(self, group: str, lead: Lead) -> Following:
        return self._backbone.follow(self._names, group, lead)


class Counted(Sequence[Source[Any]]):
    """Parts that are counted whenever somebody looks: whoever only holds them needs no Kafka."""

    def __init__(self, count: Callable[[], Iterable[Source[Any]]]) -> None:
        """``count`` tells them all, in their order."""
        self._count = count

    def __len__(self) -> int:
        return len(list(self._count()))

    def __iter__(self) -> Iterator[Source[Any]]:
        return iter(self._count())

    @overload
    def __getitem__(self, at: int) -> Source[Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Source[Any]]: ...
    def __getitem__(self, at: int | slice) -> Source[Any] | Sequence[Source[Any]]:
        return list(self._count())[at]
