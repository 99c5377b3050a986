"""A command on its way, and what becomes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.deciding.loaded import Loaded
from shared.event_store import NO_SLOTS, Claim, Metadata, Slots


@dataclass(frozen=True)
class Decision:
    """What follows from a command: its events, and the unique keys and slots it takes or gives back."""

    events: Sequence[Any]
    claims: Sequence[Claim] = ()
    releases: Sequence[str] = ()
    slots: Slots = NO_SLOTS


@dataclass(frozen=True)
class Outcome:
    """What a command did.

    Attributes:
        events: the events it caused, now or the first time.
        versions: the version each of its streams reached by them.
        repeated: True when it had been carried out before.
    """

    events: tuple[Any, ...]
    versions: Mapping[str, int]
    repeated: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.events)


@dataclass(frozen=True)
class Ask:
    """One command on its way: who asks, which streams it needs, what is to be decided, and its kind."""

    metadata: Metadata
    recorded_at: datetime
    streams: Sequence[str]
    decide: Callable[[Loaded], Decision]
    kind: str = ""
