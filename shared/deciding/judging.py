"""What follows from commands that are judged on one reading."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.deciding.asking import Ask, Decision, Outcome
from shared.deciding.language import Language
from shared.deciding.loaded import Loaded
from shared.event_store import Claim, NewEvent, Slots, StreamAppend

Answer = Outcome | Exception
"""What a command is told: what it did, or what refused it."""


class Prepared(NamedTuple):
    """A decision that is still to be stored, and the answer once it is."""

    appends: Sequence[StreamAppend]
    outcome: Outcome
    claims: Sequence[Claim]
    releases: Sequence[str]
    slots: Slots

    @property
    def stands_alone(self) -> bool:
        """Whether it takes or gives back what others may want: then it is stored by itself."""
        return bool(self.claims or self.releases or self.slots)


class Judging:
    """Commands judged on one reading of all the streams they need."""

    def __init__(self, asks: Sequence[Ask], loaded: Loaded, language: Language) -> None:
        self._loaded, self._language = loaded, language
        loaded.load(stream for ask in asks for stream in ask.streams)

    def judge(self, ask: Ask) -> Outcome | Prepared:
        """The first answer, when the command was carried out before; else what it leads to.

        Raises:
            Exception: whatever the decision raises to refuse the command.
        """
        done = self._done_before(ask)
        if done:
            return done
        decision = ask.decide(self._loaded)
        return self._prepare(ask, decision) if decision.events else Outcome((), {})

    def judge_each(self, asks: Sequence[Ask]) -> list[Answer | Prepared]:
        """The same for many; who is refused stops nobody else."""
        return [self.judge_one(ask) for ask in asks]

    def judge_one(self, ask: Ask) -> Answer | Prepared:
        """The same for one of many; a refusal is answered, not raised."""
        try:
            return self.judge(ask)
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def consider(self, ask: Ask) -> Answer:
        """What the command would do."""
        try:
            return self._done_before(ask) or Outcome(tuple(ask.decide(self._loaded).events), {})
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _done_before(self, ask: Ask) -> Outcome | None:
        found = self._loaded.done_by(ask.metadata.command_id, ask.streams)
        if not found:
            return None
        return Outcome(
            tuple(self._language.decode(event) for event in found),
            {event.stream: event.version for event in found},
            repeated=True,
        )

    def _prepare(self, ask: Ask, decision: Decision) -> Prepared:
        by_stream: dict[str, list[NewEvent]] = {}
        for event in decision.events:
            stream = self._language.stream_of(event)
            by_stream.setdefault(stream, []).append(self._language.encode(event))
        self._loaded.load(by_stream)  # what is written but was not looked at: new ones mostly
        before = self._loaded.versions
        return Prepared(
            [StreamAppend(s, before[s], events, ask.metadata) for s, events in by_stream.items()],
            Outcome(
                tuple(decision.events),
                {s: before[s] + len(events) for s, events in by_stream.items()},
            ),
            decision.claims,
            decision.releases,
            decision.slots,
        )
