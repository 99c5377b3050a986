"""Load, decide, append.

The streams a command needs are read in one go, folded, and handed to the decision; what it decides is
appended with the versions that were read. When somebody else was faster, everything is read and
decided again, at most three times. A command that was carried out before is found by its id in the
streams it touches and gets its first answer again; so a client may repeat whatever it has no answer to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.deciding.asking import Ask, Decision, Outcome
from shared.deciding.language import Language
from shared.deciding.loaded import Loaded
from shared.deciding.memory import Memory
from shared.event_store import (
    Claim,
    EventStore,
    NewEvent,
    OutcomeUnknown,
    StreamAppend,
    VersionConflict,
)

ATTEMPTS = 3


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
            done = self._done_before(ask, loaded)
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
                done = self._done_before(ask, loaded)
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

    def _considered(self, ask: Ask, loaded: Loaded) -> Outcome | Exception:
        try:
            return self._done_before(ask, loaded) or Outcome(tuple(ask.decide(loaded).events), {})
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _alone(self, ask: Ask) -> Outcome | Exception:
        try:
            return self.execute(ask)
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _done_before(self, ask: Ask, loaded: Loaded) -> Outcome | None:
        """The first answer to this command, if it was carried out."""
        found = loaded.done_by(ask.metadata.command_id, ask.streams)
        if not found:
            return None
        return Outcome(
            tuple(self.language.decode(event) for event in found),
            {event.stream: event.version for event in found},
            repeated=True,
        )

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
