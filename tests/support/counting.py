"""The smallest service there can be: streams of numbers, each one more than the last."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from shared.clock import new_id
from shared.deciding import Ask, Decision, Folding, Loaded
from shared.event_store import Claim, Metadata, NewEvent, StoredEvent
from tests.support.events import DAY, NOW


class Counted(NamedTuple):
    stream: str
    number: int


class TooHigh(Exception):
    pass


class Counting:
    """`shared.deciding.Language` of numbers."""

    def decode(self, event: StoredEvent) -> Counted:
        return Counted(event.stream, msgspec.json.decode(event.data))

    def encode(self, event: Counted) -> NewEvent:
        return NewEvent("counted", 1, str(event.number), DAY)

    def stream_of(self, event: Counted) -> str:
        return event.stream


def _last(events: Iterable[Counted], before: int) -> int:
    return max((event.number for event in events), default=before)


NUMBERS = Folding(0, _last)


def count(*streams: str, command: str = "", most: int = 1000, claims: Sequence[Claim] = ()) -> Ask:
    """The command that counts on in each of the streams, refused above ``most``."""

    def decide(loaded: Loaded) -> Decision:
        events = [Counted(stream, loaded.state(stream, NUMBERS) + 1) for stream in streams]
        if any(event.number > most for event in events):
            raise TooHigh
        return Decision(events, claims)

    return Ask(Metadata(command or new_id()), NOW, streams, decide)
