"""What a decision is taken on."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from shared.deciding.language import Folding, Language
from shared.deciding.memory import Memory
from shared.event_store import EventStore, StoredEvent

S = TypeVar("S")


class Loaded:
    """Streams as they were read, folded when asked for."""

    def __init__(self, store: EventStore, language: Language, memory: Memory) -> None:
        self._store, self._language, self._memory = store, language, memory
        self._events: dict[str, list[StoredEvent]] = {}
        self.versions: dict[str, int] = {}

    def load(self, streams: Iterable[str]) -> None:
        """Read the streams that are not read yet, in one go."""
        missing = {s: self._memory.version(s) for s in streams if s not in self.versions}
        if not missing:
            return
        for stream, events in self._store.read_streams(missing).items():
            if self._memory.keeps(stream):
                self.versions[stream] = self._memory.learn(stream, events, self._language)
            else:
                self._events[stream] = events
                self.versions[stream] = len(events)

    def state(self, stream: str, folding: Folding[S]) -> S:
        """The state of one stream; it is read now if it was not yet."""
        if stream not in self.versions:
            self.load((stream,))
        if self._memory.keeps(stream):
            return cast("S", self._memory.state(stream))
        decode = self._language.decode
        return folding.fold((decode(event) for event in self._events[stream]), folding.initial)

    def events(self, stream: str) -> list[Any]:
        """What happened in a stream that was read, the latest first."""
        return [self._language.decode(event) for event in reversed(self._events[stream])]

    def done_by(self, command_id: str, streams: Iterable[str]) -> list[StoredEvent]:
        """What the command did in these streams, if it was carried out before."""
        mark = f'"command_id":"{command_id}"'
        found = [e for s in streams for e in self._events.get(s, ()) if mark in e.metadata]
        return found + self._memory.done_by(command_id)
