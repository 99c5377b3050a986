"""What follows from commands that are judged on one reading."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, NamedTuple

from shared.deciding.asking import Ask, Decision, Outcome
from shared.deciding.language import Language
from shared.deciding.loaded import Loaded
from shared.event_store import Claim, Slots, StreamAppend

Answer = Outcome | Exception
"""What a command is told: what it did, or what refused it."""


class Prepared(NamedTuple):
    """A decision that is still to be stored, and the answer once it is.

    Attributes:
        rests_on: the streams that it looked at and does not append to.
        remember: to be told once it is stored, and when it was recorded: it need not be read again.
    """

    appends: Sequence[StreamAppend]
    rests_on: AbstractSet[str]
    remember: Callable[[datetime], None]
    outcome: Outcome
    claims: Sequence[Claim]
    releases: Sequence[str]
    slots: Slots

    @property
    def stands_alone(self) -> bool:
        """Whether it takes or gives back what others may want: then it is stored by itself."""
        return bool(self.claims or self.releases or self.slots)


class Judging:
    """Commands judged on one reading of all the streams they need, or on what is remembered of them."""

    def __init__(self, loaded: Loaded, language: Language) -> None:
        """``loaded`` has the streams of all that will be judged."""
        self._loaded, self._language = loaded, language

    @property
    def remembered(self) -> Mapping[str, int]:
        """What was not read, and where it has to stand for the judgement to hold."""
        return self._loaded.remembered

    def judge(self, ask: Ask) -> Outcome | Prepared:
        """The first answer, when the command was carried out before; else what it leads to.

        Raises:
            Exception: whatever the decision raises to refuse the command.
        """
        done = self._done_before(ask)
        if done:
            return done
        self._loaded.looked_at = set(ask.streams)
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
        by_stream: dict[str, list[Any]] = {}
        for event in decision.events:
            by_stream.setdefault(self._language.stream_of(event), []).append(event)
        self._loaded.load(by_stream)  # what is written but was not looked at: new ones mostly
        before, encode = self._loaded.versions, self._language.encode
        appends = [
            StreamAppend(stream, before[stream], [*map(encode, facts)], ask.metadata)
            for stream, facts in by_stream.items()
        ]

        def remember(recorded_at: datetime) -> None:
            for append in appends:
                self._loaded.appended(append, by_stream[append.stream], recorded_at)

        return Prepared(
            appends,
            self._loaded.looked_at.difference(by_stream),
            remember,
            Outcome(
                tuple(decision.events),
                {stream: before[stream] + len(facts) for stream, facts in by_stream.items()},
            ),
            decision.claims,
            decision.releases,
            decision.slots,
        )
