"""Load, decide, append: how every service carries out its commands.

The streams a command needs are read in one go, folded, and handed to the decision; what it decides is
appended with the versions that were read. When somebody else was faster, everything is read and
decided again, at most three times. A command that was carried out before is found by its id in the
streams it touches and gets its first answer again; so a client may repeat whatever it has no answer to.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, cast

from shared.event_store import (
    Claim,
    EventStore,
    Metadata,
    NewEvent,
    OutcomeUnknown,
    StoredEvent,
    StreamAppend,
    VersionConflict,
)

ATTEMPTS = 3

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


@dataclass(frozen=True)
class Decision:
    """What follows from a command: its events, and the unique keys it takes or gives back."""

    events: Sequence[Any]
    claims: Sequence[Claim] = ()
    releases: Sequence[str] = ()


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
    """One command on its way: who asks, which streams it needs, and what is to be decided."""

    metadata: Metadata
    recorded_at: datetime
    streams: Sequence[str]
    decide: Callable[["Loaded"], Decision]


class Loaded:
    """Streams as they were read, folded when asked for."""

    def __init__(self, store: EventStore, language: Language, memory: "Memory") -> None:
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

    def done_before(self, ask: "Ask") -> Outcome | None:
        """The first answer to this command, if it was carried out."""
        command_id = ask.metadata.command_id
        mark = f'"command_id":"{command_id}"'
        found = [e for s in ask.streams for e in self._events.get(s, ()) if mark in e.metadata]
        found += self._memory.done_by(command_id)
        if not found:
            return None
        return Outcome(
            tuple(self._language.decode(event) for event in found),
            {event.stream: event.version for event in found},
            repeated=True,
        )


class Memory:
    """The few streams that every command looks at, kept folded: only their news are read.

    States are values that nobody changes, so a reader keeps the one it got.
    """

    def __init__(self, foldings: Mapping[str, Folding[Any]]) -> None:
        self._foldings = foldings
        self._lock = threading.Lock()
        self._known = {s: (0, folding.initial) for s, folding in foldings.items()}
        self._done: dict[str, list[StoredEvent]] = {}

    def keeps(self, stream: str) -> bool:
        return stream in self._foldings

    def version(self, stream: str) -> int:
        """Up to which version the stream is known; 0 for those that are not kept."""
        return self._known[stream][0] if stream in self._known else 0

    def state(self, stream: str) -> Any:
        return self._known[stream][1]

    def done_by(self, command_id: str) -> list[StoredEvent]:
        return self._done.get(command_id, [])

    def learn(self, stream: str, events: Sequence[StoredEvent], language: Language) -> int:
        """Take in what is new; answers the version known now."""
        if not events:
            return self._known[stream][0]
        with self._lock:
            version, state = self._known[stream]
            news = [event for event in events if event.version > version]
            if news:
                decoded = (language.decode(event) for event in news)
                state = self._foldings[stream].fold(decoded, state)
                self._known[stream] = (news[-1].version, state)
                for event in news:
                    self._done.setdefault(_command_of(event), []).append(event)
            return self._known[stream][0]


@dataclass
class Desk:
    """Carries out commands against one event store.

    Attributes:
        store: where the events are.
        language: how they are called there.
        memory: the streams that are kept folded.
    """

    store: EventStore
    language: Language
    memory: Memory = field(default_factory=lambda: Memory({}))

    def execute(self, ask: Ask) -> Outcome:
        """Carry out one command.

        Raises:
            VersionConflict: three times somebody else was faster.
            AlreadyClaimed: it wants a key that another stream holds.
            Exception: whatever the decision raises to refuse the command.
        """
        for attempt in range(ATTEMPTS):
            loaded = self._load([ask])
            done = loaded.done_before(ask)
            if done:
                return done
            decision = ask.decide(loaded)
            if not decision.events:
                return Outcome((), {})
            appends, outcome = self._prepare(ask, decision, loaded)
            try:
                self.store.append(
                    appends, ask.recorded_at, claims=decision.claims, releases=decision.releases
                )
            except (VersionConflict, OutcomeUnknown):
                if attempt + 1 == ATTEMPTS:
                    raise
            else:
                return outcome
        raise AssertionError("unreachable")  # pragma: no cover

    def execute_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """Carry out many independent commands in one transaction; a refused one stops no other.

        Should the transaction fail, because one of them meets a conflict, each is carried out alone.

        Returns:
            For each command its outcome, or the exception that refused it.
        """
        loaded = self._load(asks)
        answers: list[Outcome | Exception] = []
        appends: list[StreamAppend] = []
        claims: list[Claim] = []
        written: set[str] = set()
        for ask in asks:
            try:
                done = loaded.done_before(ask)
                decision = Decision(()) if done else ask.decide(loaded)
                if decision.releases or not written.isdisjoint(
                    map(self.language.stream_of, decision.events)
                ):
                    return [self._alone(each) for each in asks]
            except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
                answers.append(refusal)
                continue
            prepared, outcome = self._prepare(ask, decision, loaded)
            appends += prepared
            written.update(outcome.versions)
            claims += decision.claims
            answers.append(done or outcome)
        try:
            if appends:
                self.store.append(appends, asks[0].recorded_at, claims=claims)
        except Exception:  # noqa: BLE001 -- whichever it was, alone it gets its own answer
            return [self._alone(each) for each in asks]
        return answers

    def consider_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """What each of these commands would do now; nothing is stored."""
        loaded = self._load(asks)
        return [self._considered(ask, loaded) for ask in asks]

    @staticmethod
    def _considered(ask: Ask, loaded: Loaded) -> Outcome | Exception:
        try:
            return loaded.done_before(ask) or Outcome(tuple(ask.decide(loaded).events), {})
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _alone(self, ask: Ask) -> Outcome | Exception:
        try:
            return self.execute(ask)
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _load(self, asks: Sequence[Ask]) -> Loaded:
        loaded = Loaded(self.store, self.language, self.memory)
        loaded.load(stream for ask in asks for stream in ask.streams)
        return loaded

    def _prepare(
        self, ask: Ask, decision: Decision, loaded: Loaded
    ) -> tuple[list[StreamAppend], Outcome]:
        by_stream: dict[str, list[NewEvent]] = {}
        for event in decision.events:
            stream = self.language.stream_of(event)
            by_stream.setdefault(stream, []).append(self.language.encode(event))
        loaded.load(by_stream)  # a stream that was written but not looked at: new ones mostly
        versions = {s: loaded.versions[s] + len(events) for s, events in by_stream.items()}
        appends = [
            StreamAppend(stream, loaded.versions[stream], events, ask.metadata)
            for stream, events in by_stream.items()
        ]
        return appends, Outcome(tuple(decision.events), versions)


def _command_of(event: StoredEvent) -> str:
    start = event.metadata.index('"command_id":"') + len('"command_id":"')
    return event.metadata[start : event.metadata.index('"', start)]
