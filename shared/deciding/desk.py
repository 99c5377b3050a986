"""Load, decide, append.

The streams a command needs are read in one go, folded, and handed to the decision; what it decides is
appended with the versions that were read. When somebody else was faster, everything is read and
decided again, at most three times. A command that was carried out before is found by its id in the
streams it touches and gets its first answer again; so a client may repeat whatever it has no answer to.

Commands that come while others are being carried out are gathered: one reading, one transaction. Those
of one process never hinder each other: who wants what another of his group writes waits for the next. A
group whose streams are all remembered is decided without a reading, and stored if these still stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.deciding.asking import Ask, Outcome
from shared.deciding.judging import Answer, Judging, Prepared
from shared.deciding.language import Language
from shared.deciding.loaded import Loaded
from shared.deciding.memory import Memory
from shared.deciding.trust import Trust
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
        self._trust = Trust()

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
        """One transaction for all who neither claim a key nor share a stream, on what is remembered or read."""
        answers = self._on_what_is_remembered(asks)
        left = [number for number, answer in enumerate(answers) if answer is None]
        if left:
            unsettled = [asks[number] for number in left]
            for number, answer in zip(
                left, self._settle(unsettled, self._judging(unsettled)), strict=True
            ):
                answers[number] = answer
        return answers

    def _on_what_is_remembered(self, asks: Sequence[Ask]) -> list[Judged | None]:
        """Spare the reading; None for whom it cannot be spared."""
        loaded = self._loaded()
        if not (self._trust.given() and loaded.recall(s for ask in asks for s in ask.streams)):
            return [None] * len(asks)
        answers = self._settle(asks, Judging(loaded, self.language))
        self._trust.tell(kept=2 * answers.count(None) <= len(answers))
        return answers

    def _settle(self, asks: Sequence[Ask], judging: Judging) -> list[Judged | None]:
        """Judge them and store what follows; None for whom it is not settled.

        On what is only remembered that is who was refused, repeated, has nothing to do or stands alone: all but a
        plain act, and these are stored if all that they rest on still stands.
        """
        answers: list[Judged | None] = []
        prepared: dict[int, Prepared] = {}
        written: set[str] = set()
        remembered = judging.remembered
        for ask in asks:
            judged = _LATER if written.intersection(ask.streams) else judging.judge_one(ask)
            if not isinstance(judged, Prepared):
                answers.append(None if remembered and judged is not _LATER else judged)
            elif written & judged.outcome.versions.keys():
                answers.append(_LATER)
            elif judged.stands_alone:
                written |= judged.outcome.versions.keys()
                answers.append(None if remembered else judged)
            else:
                written |= judged.outcome.versions.keys()
                prepared[len(answers)] = judged
                answers.append(judged.outcome)
        acts = [Act(each.appends, asks[number].recorded_at) for number, each in prepared.items()]
        rested_on = set[str]().union(*(each.rests_on for each in prepared.values()))
        standing = {stream: remembered[stream] for stream in rested_on & remembered.keys()}
        for (number, each), stored in zip(
            prepared.items(), self.store.append_each(acts, standing), strict=True
        ):
            if stored:
                each.remember(asks[number].recorded_at)
            else:
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
                judged.remember(ask.recorded_at)
                return judged.outcome
        raise AssertionError("unreachable")  # pragma: no cover

    def _judging(self, asks: Sequence[Ask]) -> Judging:
        loaded = self._loaded()
        loaded.load(stream for ask in asks for stream in ask.streams)
        return Judging(loaded, self.language)

    def _loaded(self) -> Loaded:
        return Loaded(self.store, self.language, self.memory)


def _meet(prepared: Sequence[Prepared]) -> bool:
    """Whether some stream is written by two of them."""
    streams = [stream for each in prepared for stream in each.outcome.versions]
    return len(set(streams)) < len(streams)
