"""What a service tells the desk about its events: how they are stored, and what they add up to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from shared.event_store import NewEvent, StoredEvent

S = TypeVar("S")


@dataclass(frozen=True)
class Folding(Generic[S]):
    """How a stream's events become a state. ``fold`` leaves the state it is given as it was."""

    initial: S
    fold: Callable[[Iterable[Any], S], S]


class Language(Protocol):
    """What a service calls its events when they are stored."""

    def decode(self, event: StoredEvent) -> Any: ...
    def encode(self, event: Any) -> NewEvent: ...
    def stream_of(self, event: Any) -> str: ...
