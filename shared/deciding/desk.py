"""Load, decide, append.

The streams a command needs are read in one go, folded, and handed to the decision; what it decides is
appended with the versions that were read. When somebody else was faster, everything is read and
decided again, at most three times. A command that was carried out before is found by its id in the
streams it touches and gets its first answer again; so a client may repeat whatever it has no answer to.

Commands that come while others are being carried out are gathered: one reading, one transaction. Those
of one process never hinder each other: who wants what another of his group writes waits for the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.deciding.asking import Ask, Outcome
from shared.deciding.judging import Answer, Judging, Prepared
from shared.deciding.language import Language
from shared.deciding.loaded import Loaded
from shared.deciding.memory import Memory
from shared.event_store import Act, EventStore, OutcomeUnknown, SlotHeld, VersionConflict
from shared.gathering import Gathering

ATTEMPTS = 3
Judged = Answer | Prepared
_LATER = Outcome((), {})
"""Told to whoever wants a stream that another of his group writes: he stands in line again."""


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

    def __post_init__(self) -> None:
        self._gathering: Gathering[Ask, Judged] = Gathering(self._carry_out)

    def execute(self, ask: Ask) -> Outcome:
        """Carry out one command, together with those that other threads ask for meanwhile.

        Raises:
            VersionConflict: three times somebody else was faster.
            AlreadyClaimed: it wants a key that another stream holds.
            SlotHeld: it wants a slot that is held, although the decision did not see it.
            Exception: whatever the decision raises to refuse the command.
        """
        answer = self._gathering.ask(ask)
        while answer is _LATER:
            answer = self._gathering.ask(ask)
        if not isinstance(answer, Outcome | Exception):
            answer = self._alone(ask, answer)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def execute_together(self, asks: Sequence[Ask]) -> list[Answer]:
        """Carry out many independent commands in one transaction; a refused one stops no other.

        Should the transaction fail, because one of them meets a conflict, each is carried out alone.

        Returns:
            For each command its outcome, or the exception that refused it.
        """
        judged = self._judging(asks).judge_each(asks)
        prepared = [each for each in judged if isinstance(each, Prepared)]
        if any(each.releases or each.slots for each in prepared) or _meet(prepared):
            return [self._alone(ask) for ask in asks]
        appends = [append for each in prepared for append in each.appends]
        claims = [claim for each in prepared for claim in each.claims]
        try:
            self.store.append(appends, asks[0].recorded_at, claims=claims)
        except Exception:  # noqa: BLE001 -- whichever it was, alone it gets its own answer
            return [self._alone(ask) for ask in asks]
        return [each.outcome if isinstance(each, Prepared) else each for each in judged]

    def consider_together(self, asks: Sequence[Ask]) -> list[Answer]:
        """What each of these commands would do now; nothing is stored."""
        judging = self._judging(asks)
        return [judging.consider(ask) for ask in asks]

    def _carry_out(self, asks: Sequence[Ask]) -> Sequence[Judged | None]:
        """Answer those who came together.

        Who is only prepared stores that alone; None: he was not served, and has to try alone.
        """
        if len(asks) == 1:
            return [self._alone(asks[0])]
        try:
            return self._gathered(asks)
        except Exception:  # noqa: BLE001 -- whichever it was, alone everybody gets his own answer
            return [None] * len(asks)

    def _gathered(self, asks: Sequence[Ask]) -> Sequence[Judged | None]:
        """One reading for all, one transaction for all who neither claim a key nor share a stream."""
        answers: list[Judged | None] = []
        acts: dict[int, Act] = {}
        written: set[str] = set()
        judging = self._judging(asks)
        for ask in asks:
            judged = _LATER if written.intersection(ask.streams) else judging.judge_one(ask)
            if not isinstance(judged, Prepared):
                answers.append(judged)
            elif written & judged.outcome.versions.keys():
                answers.append(_LATER)
            elif judged.stands_alone:
                written |= judged.outcome.versions.keys()
                answers.append(judged)
            else:
                written |= judged.outcome.versions.keys()
                acts[len(answers)] = Act(judged.appends, ask.recorded_at)
                answers.append(judged.outcome)
        for number, stored in zip(acts, self.store.append_each([*acts.values()]), strict=True):
            if not stored:
                answers[number] = None
        return answers

    def _alone(self, ask: Ask, prepared: Prepared | None = None) -> Answer:
        try:
            return self._execute_alone(ask, prepared)
        except Exception as refusal:  # noqa: BLE001 -- every command has its own answer
            return refusal

    def _execute_alone(self, ask: Ask, prepared: Prepared | None) -> Outcome:
        for attempt in range(ATTEMPTS):
            judged, prepared = prepared or self._judging([ask]).judge(ask), None
            if isinstance(judged, Outcome):
                return judged
            try:
                self.store.append(
                    judged.appends,
                    ask.recorded_at,
                    claims=judged.claims,
                    releases=judged.releases,
                    slots=judged.slots,
                )
            except (VersionConflict, SlotHeld, OutcomeUnknown):
                self.memory.recent.forget(judged.outcome.versions)
                if attempt + 1 == ATTEMPTS:
                    raise
            else:
                return judged.outcome
        raise AssertionError("unreachable")  # pragma: no cover

    def _judging(self, asks: Sequence[Ask]) -> Judging:
        return Judging(asks, Loaded(self.store, self.language, self.memory), self.language)


def _meet(prepared: Sequence[Prepared]) -> bool:
    """Whether some stream is written by two of them."""
    streams = [stream for each in prepared for stream in each.outcome.versions]
    return len(set(streams)) < len(streams)
