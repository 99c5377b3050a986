"""What a decision is taken on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from shared.deciding.language import Folding, Language
from shared.deciding.memory import Memory
from shared.deciding.recent import Known
from shared.event_store import EventStore, StoredEvent, StreamAppend, as_stored

S = TypeVar("S")


class Loaded:
    """Streams as they were read, or are remembered, folded when asked for.

    Attributes:
        versions: how far each of them is known.
        remembered: those of them that nobody looked for news of. What is decided on them holds only as long
            as they stand there.
        looked_at: which streams the present decision rests on.
    """

    def __init__(self, store: EventStore, language: Language, memory: Memory) -> None:
        self._store, self._language, self._memory = store, language, memory
        self._known: dict[str, Known] = {}
        self.versions: dict[str, int] = {}
        self.remembered: dict[str, int] = {}
        self.looked_at: set[str] = set()

    def recall(self, streams: Iterable[str]) -> bool:
        """Take the streams as they are remembered; False when one of them is not."""
        for stream in streams:
            if stream not in self.remembered:
                version = self._begin(stream)
                if not (version or self._memory.keeps(stream)):
                    return False
                self.remembered[stream] = self.versions[stream] = version
        return True

    def load(self, streams: Iterable[str]) -> None:
        """Read the streams that are not read yet, in one go."""
        missing = {s: self._begin(s) for s in streams if s not in self.versions}
        if not missing:
            return
        for stream, news in self._store.read_streams(missing).items():
            if self._memory.keeps(stream):
                self.versions[stream] = self._memory.learn(stream, news, self._language)
            else:
                self._learn(stream, news)

    def appended(self, append: StreamAppend, facts: Sequence[Any], recorded_at: datetime) -> None:
        """Remember what was appended behind what was read: ``facts``, in their stored form."""
        news = [*as_stored(append, recorded_at)]
        if self._memory.keeps(append.stream):
            self._memory.learn(append.stream, news, self._language)
            return
        events, folding, state = self._known[append.stream]
        if folding is not None:
            state = folding.fold(facts, state)
        self._keep(append.stream, Known((*events, *news), folding, state))

    def state(self, stream: str, folding: Folding[S]) -> S:
        """The state of one stream; it is read now if it was not yet."""
        self.looked_at.add(stream)
        if stream not in self.versions:
            self.load((stream,))
        if self._memory.keeps(stream):
            return cast("S", self._memory.state(stream))
        known = self._known[stream]
        if known.folding != folding:
            state = folding.fold(map(self._language.decode, known.events), folding.initial)
            known = self._keep(stream, Known(known.events, folding, state))
        return cast("S", known.state)

    def events(self, stream: str) -> list[Any]:
        """What happened in a stream that was read, the latest first."""
        self.looked_at.add(stream)
        return [self._language.decode(event) for event in reversed(self._known[stream].events)]

    def done_by(self, command_id: str, streams: Iterable[str]) -> list[StoredEvent]:
        """What the command did in these streams, if it was carried out before."""
        mark = f'"command_id":"{command_id}"'
        looked = (self._known[s].events for s in streams if s in self._known)
        found = [event for events in looked for event in events if mark in event.metadata]
        return found + self._memory.done_by(command_id)

    def _begin(self, stream: str) -> int:
        """Behind which version the stream has to be read."""
        if self._memory.keeps(stream):
            return self._memory.version(stream)
        self._known[stream] = known = self._memory.recent.known(stream)
        return len(known.events)

    def _learn(self, stream: str, news: Sequence[StoredEvent]) -> None:
        known = self._known[stream]
        if news:
            state, folding = known.state, known.folding
            if folding is not None:
                state = folding.fold(map(self._language.decode, news), state)
            known = self._keep(stream, Known((*known.events, *news), folding, state))
        self.versions[stream] = len(known.events)

    def _keep(self, stream: str, known: Known) -> Known:
        self._known[stream] = known
        if known.events:
            self._memory.recent.keep(stream, known)
        return known
