"""What the backbone between services promises; one suite proves it on every adapter.

- **Published is kept.** When `publish` returns, every message is durable; when it raises, some may be
  durable all the same: publish them again, subscribers know them by their sequence.
- **Order per key.** Messages of one key reach every subscriber in the order they were published.
- **Replay.** A subscriber may read a topic again from its beginning at any time.

A service never learns which adapter runs: it is given a `Publisher`, and a `Source` per topic.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from shared.subscription.promise import Source


class OutgoingMessage(msgspec.Struct, frozen=True):
    """A message to be published.

    Attributes:
        topic: `<service>.v<n>`.
        key: the stream it tells of; messages of one key stay in order.
        value: a CloudEvent 1.0 as structured JSON.
        sequence: the publisher's own position of the event, rising.
        recorded_at: when the event was recorded, UTC.
    """

    topic: str
    key: str
    value: bytes
    sequence: int
    recorded_at: datetime


class Message(msgspec.Struct, frozen=True, gc=False):
    """A message as it stands in a topic; ``position`` is its place there, from 1."""

    topic: str
    position: int
    key: str
    value: bytes
    sequence: int
    recorded_at: datetime


class Publisher(Protocol):
    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        """Make all messages durable, in order, before returning.

        Raises:
            PublishFailed: at least one may not be durable.
        """


class PublishFailed(OSError):
    """The backbone did not confirm: the relay tries again from its checkpoint."""


class Backbone(Protocol):
    """What a composition root chooses once."""

    def publisher(self) -> Publisher: ...

    def sources(self, topic: str) -> Sequence[Source[Message]]:
        """One source for each ordered part of the topic."""
