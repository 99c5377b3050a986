"""A pairing: deeds are promised, done, and scored by those for whom they were done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.command import check_effective_date, stated, written
from services.resources.domain.pairing.commands import (
    EndPairing,
    PairDepartment,
    PairingCommand,
    PromiseDeed,
    ReportDeedDone,
    ScoreDeed,
)
from services.resources.domain.pairing.events import (
    DeedDone,
    DeedPromised,
    DeedScored,
    DepartmentPaired,
    PairingEnded,
    PairingEvent,
    PairingFacts,
    ScorerRole,
)
from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.names import RuleName
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.unit.unit import Unit, present


class UnknownPairing(Rejection):
    def __init__(self, pairing_id: str) -> None:
        super().__init__(
            "pairing_id", f"there is no pairing {pairing_id!r}; pair first", "没有该结对,请先结对"
        )


class PairingIdTaken(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "pairing_id", "pairing_id stands for another pairing", "该结对编号已被使用"
        )


class PairingIsOver(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "pairing_id", "the pairing has ended; pair anew", "该结对已结束,请重新结对"
        )


class UnknownDeed(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__(
            "number",
            f"deed {number} was not promised; deeds are numbered from 1 on",
            f"没有第 {number} 件承诺实事,编号应从 1 起连续",
        )


class DeedPromisedOtherwise(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__(
            "number", f"deed {number} is another promise", f"第 {number} 件承诺实事内容不同"
        )


class DeedNotDone(Rejection):
    """A promise alone is not scored."""

    def __init__(self, number: int) -> None:
        super().__init__("number", f"deed {number} is not done", f"第 {number} 件实事尚未完成")


class DeedDueInPast(Rejection):
    def __init__(self) -> None:
        super().__init__("due", "due must not be before the promise", "完成期限不能早于承诺日期")


class ScoreOutOfBounds(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__("points", f"points must be 0 to {most}", f"评分应为 0 至 {most}")


@dataclass(frozen=True, slots=True)
class Pairing:
    """``scores`` by deed and scorer, with the scorer's role."""

    facts: PairingFacts | None = None
    deeds: dict[int, tuple[str, date]] = field(default_factory=dict)
    done: frozenset[int] = frozenset()
    scores: dict[tuple[int, str], tuple[ScorerRole, int]] = field(default_factory=dict)
    ended: bool = False
    changed_on: date | None = None

    def average(self, role: ScorerRole) -> float | None:
        """The mean score by that role over all deeds; None while nobody scored."""
        given = [points for whose, points in self.scores.values() if whose is role]
        return sum(given) / len(given) if given else None


initial = Pairing()


@dataclass(frozen=True, slots=True)
class PairingCase:
    """The pairing, the unit it names (by id), and what surrounds it."""

    pairing: Pairing = initial
    units: Mapping[str, Unit] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)


def decide(command: PairingCommand, case: PairingCase) -> tuple[PairingEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    pairing = case.pairing
    check_effective_date(command, pairing.changed_on)
    if isinstance(command, PairDepartment):
        return _pair(command, case)
    if pairing.facts is None:
        raise UnknownPairing(command.pairing_id)
    if isinstance(command, EndPairing):
        return _end(command, pairing, pairing.facts)
    if pairing.ended:
        raise PairingIsOver
    return _DECIDE[type(command)](command, case)


def _pair(command: PairDepartment, case: PairingCase) -> tuple[PairingEvent, ...]:
    present(case.units, command.unit_id)
    case.around.community(command.community_code, "community_code")
    facts = PairingFacts(command.pairing_id, command.unit_id, command.community_code, command.year)
    if case.pairing.facts is not None:
        if case.pairing.facts == facts:
            return ()
        raise PairingIdTaken
    return (DepartmentPaired(command.pairing_id, facts, command.effective_date),)


def _promise(command: PromiseDeed, case: PairingCase) -> tuple[PairingEvent, ...]:
    text, deeds = written(command.text, "text"), case.pairing.deeds
    if command.number in deeds:
        if deeds[command.number] == (text, command.due):
            return ()
        raise DeedPromisedOtherwise(command.number)
    if command.number != len(deeds) + 1:
        raise UnknownDeed(command.number)
    if command.due < command.effective_date:
        raise DeedDueInPast
    day = command.effective_date
    return (DeedPromised(command.pairing_id, command.number, text, command.due, day),)


def _done(command: ReportDeedDone, case: PairingCase) -> tuple[PairingEvent, ...]:
    if command.number in case.pairing.done:
        return ()
    if command.number not in case.pairing.deeds:
        raise UnknownDeed(command.number)
    day = command.effective_date
    in_time = day <= case.pairing.deeds[command.number][1]
    return (DeedDone(command.pairing_id, command.number, in_time, day),)


def _score(command: ScoreDeed, case: PairingCase) -> tuple[PairingEvent, ...]:
    """One score from each scorer for each deed; the last one counts."""
    day = command.effective_date
    most = case.around.rules.value(RuleName.DEED_SCORE_MAX, day)
    if not 0 <= command.points <= most:
        raise ScoreOutOfBounds(most)
    if command.number not in case.pairing.deeds:
        raise UnknownDeed(command.number)
    if command.number not in case.pairing.done:
        raise DeedNotDone(command.number)
    known = case.pairing.scores.get((command.number, command.actor))
    if known == (command.role, command.points):
        return ()
    before = known[1] if known is not None else None
    told = (command.number, command.role, command.actor, before, command.points)
    return (DeedScored(command.pairing_id, *told, day),)


def _end(command: EndPairing, pairing: Pairing, facts: PairingFacts) -> tuple[PairingEvent, ...]:
    if pairing.ended:
        return ()
    cause = stated(command.cause_text)
    return (PairingEnded(command.pairing_id, facts, cause, command.effective_date),)


_DECIDE: dict[type, Callable[[Any, PairingCase], tuple[PairingEvent, ...]]] = {
    PromiseDeed: _promise,
    ReportDeedDone: _done,
    ScoreDeed: _score,
}


def fold(events: Iterable[PairingEvent], pairing: Pairing = initial) -> Pairing:
    """The pairing after all ``events``."""
    return reduce(evolve, events, pairing)


def evolve(pairing: Pairing, event: PairingEvent) -> Pairing:
    """The pairing after one more event."""
    return replace(_evolved(pairing, event), changed_on=event.effective_date)


def _evolved(pairing: Pairing, event: PairingEvent) -> Pairing:
    match event:
        case DepartmentPaired():
            return replace(pairing, facts=event.pairing)
        case DeedPromised():
            deed = {event.number: (event.text, event.due)}
            return replace(pairing, deeds=pairing.deeds | deed)
        case DeedDone():
            return replace(pairing, done=pairing.done | {event.number})
        case DeedScored():
            score = {(event.number, event.scorer): (event.role, event.points)}
            return replace(pairing, scores=pairing.scores | score)
        case PairingEnded():
            return replace(pairing, ended=True)
