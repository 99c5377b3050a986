"""What the backbone between services promises; one suite proves it on every adapter.

- **Published is kept.** When `publish` returns, every message is durable; when it raises, some may be
  durable all the same: publish them again, subscribers know them by their sequence.
- **Order per key.** Messages of one key reach every subscriber in the order they were published.
- **Replay.** A subscriber may read a topic again from its beginning at any time.

- **No order between topics.** Each topic keeps its own; whoever follows several hears them in any interleaving.
- **Shared work.** Of several instances that follow a topic together, each has parts of its own; what an
  instance leaves, another takes up from the view's own checkpoint.

A service never learns which adapter runs: it is given a `Publisher`, a `Source` for each ordered part of
a topic to read again, and a `Following` that keeps its loops.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from shared.subscription.follower import Follower
from shared.subscription.promise import Source


class OutgoingMessage(msgspec.Struct, frozen=True):
    """A message to be published.

    Attributes:
        topic: `<service>.v<n>`.
        key: the stream it tells of; messages of one key stay in order.
        value: a CloudEvent 1.0 as structured JSON.
        sequence: the publisher's own position of the event, rising.
        recorded_at: when the event was recorded, UTC.
        everywhere: it goes to every ordered part of its topic, except where the message before it has
            its sequence already. So whoever reads all parts knows how far each has come.
        part: the ordered part it goes to, counted from 0; None: the one of its key.
    """

    topic: str
    key: str
    value: bytes
    sequence: int
    recorded_at: datetime
    everywhere: bool = False
    part: int | None = None


class Message(msgspec.Struct, frozen=True, gc=False):
    """A message as it stands in a topic.

    Attributes:
        topic: where it stands.
        position: its place in its part of the topic, rising from 1.
        key: the stream it tells of.
        value: as it was published.
        sequence: the publisher's position, or `NO_SEQUENCE`.
        recorded_at: when the event was recorded, UTC, to the millisecond at least.
        fault: why it cannot be taken, found before anybody looked at ``value``; mostly empty.
    """

    topic: str
    position: int
    key: str
    value: bytes
    sequence: int
    recorded_at: datetime
    fault: str = ""


class Publisher(Protocol):
    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        """Make all messages durable, in order, before returning.

        Raises:
            PublishFailed: at least one may not be durable.
        """


class PublishFailed(OSError):
    """The backbone did not confirm: the relay tries again from its checkpoint."""


POSITION_LOST_PAGE = "docs/runbooks/position-lost.md"
"""How that is mended: whoever tells of it names this page, and gives no steps of his own."""


class PositionLost(LookupError):
    """The topic does not hold the position we stand at; the text names the page that mends it. Nothing is skipped."""


class Led(Protocol):
    """Who leads an instance through all parts that are its to follow."""

    @property
    def loops(self) -> Mapping[str, Follower[Any]]:
        """One for each part, by name."""

    def start(self) -> object: ...
    def stop(self) -> None:
        """Finish the batches at hand."""


Lead = Callable[[Sequence[Source[Any]]], Led]
"""Makes who leads through those parts, and does not start him."""


class Following(Protocol):
    """A part of a service that keeps a loop for each part of its topics that is this instance's to follow."""

    @property
    def loops(self) -> Mapping[str, Follower[Any]]:
        """Those that are there now, by name: a live view, none while others have all the parts."""

    @property
    def fault(self) -> str:
        """Why it cannot have its parts at the moment; empty while all is well."""

    @property
    def rebalances(self) -> int:
        """How often the parts were dealt out anew since the start."""

    def start(self) -> object: ...
    def stop(self) -> None:
        """Let every loop finish the batch at hand, and leave the parts to others."""


class Backbone(Protocol):
    """What a composition root chooses once.

    Attributes:
        for_bureaus: whether others than our services can read here: then public topics are published.
        relay_rest: seconds a relay rests between two batches that are not full. Where each batch costs a
            mark in every part, and whoever follows a transaction for each, two events in one cost half.
    """

    @property
    def relay_rest(self) -> float: ...

    @property
    def for_bureaus(self) -> bool: ...

    def publisher(self, *, for_bureaus: bool = False) -> Publisher:
        """Publishes between our services, or ``for_bureaus``: then whatever client they have can read it."""

    def sources(self, topic: str) -> Sequence[Source[Message]]:
        """One source for each ordered part of the topic, to read again at any time."""

    def follow(self, topics: tuple[str, ...], group: str, lead: Lead) -> Following:
        """Follow one topic or several together with all others of the same ``group``.

        Args:
            topics: what to follow.
            group: `<service>.<purpose>`.
            lead: is asked whenever parts are dealt out to this instance, for all of them. Who waits at
                one of them hears of news of each.
        """
