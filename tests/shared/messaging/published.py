"""What is published in the suites, and how it is read back."""

from collections.abc import Callable, Iterable

from shared.messaging.promise import Backbone, Message, OutgoingMessage
from tests.support.events import NOW

Open = Callable[[], Backbone]


def outgoing(topic: str, key: str, sequence: int, value: bytes = b"{}") -> OutgoingMessage:
    return OutgoingMessage(topic, key, value, sequence, NOW)


def parts(backbone: Backbone, topic: str, limit: int = 1000) -> list[list[Message]]:
    """What stands in each ordered part of the topic."""
    return [list(source.read(0, limit)) for source in backbone.sources(topic)]


def sequences(parts: Iterable[Iterable[Message]], key: str) -> list[int]:
    return [m.sequence for part in parts for m in part if m.key == key]
