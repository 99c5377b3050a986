"""What a composition root hands to whoever runs it: one process alone, or one process for all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

from fastapi import FastAPI

from shared.messaging.feed import Topic
from shared.policies.clerk import Clerk
from shared.subscription.follower import Follower
from shared.subscription.healing import Healing
from shared.subscription.keeping import Views
from shared.subscription.renewing import Renewal


class Part(Protocol):
    """Something that runs beside the requests: signals, numbering, a subscription, a clerk."""

    def start(self) -> object: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Together:
    """Parts that start one after the other and stop at the same time, as each waits for a while."""

    parts: Sequence[Part]

    def start(self) -> None:
        for part in self.parts:
            part.start()

    def stop(self) -> None:
        if self.parts:
            with ThreadPoolExecutor(len(self.parts)) as pool:
                list(pool.map(lambda part: part.stop(), self.parts))


@dataclass(frozen=True)
class Service:
    """A service, composed and not yet started.

    Attributes:
        name: `membership`, `reporting`, …
        app: its HTTP interface.
        parts: what runs beside it, in the order of starting.
        subscriptions: the loops among the parts, by name, for health, metrics and waiting.
        clerks: those among the parts who look at the clock, by name.
        renewals: views that are made anew for this release in this process, by name; they go as they are done.
        followed: the names of all subscriptions of this release, whichever process runs them.
        views: its read models, by name, for whoever rebuilds them.
        healings: who sets entries aside, by the subscription's name, for whoever decides on those.
        topics: what others publish that it reads, by name.
        closing: what is closed at the end: pools and engines.
    """

    name: str
    app: FastAPI
    parts: Sequence[Part] = ()
    subscriptions: Mapping[str, Follower[Any]] = field(default_factory=dict)
    clerks: Mapping[str, Clerk] = field(default_factory=dict)
    renewals: Mapping[str, Renewal] = field(default_factory=dict)
    followed: Collection[str] = ()
    views: Views = field(default_factory=dict)
    healings: Mapping[str, Callable[[], Healing[Any]]] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    closing: Sequence[Callable[[], None]] = ()

    def start(self) -> None:
        for part in self.parts:
            part.start()

    def stop(self) -> None:
        """Stop in the reverse order: what was taken up is finished, nothing new begins."""
        for part in reversed(self.parts):
            part.stop()
        for close in self.closing:
            close()
