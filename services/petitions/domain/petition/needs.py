"""What an appeal needs of the resident units, and what became of it there."""

import re
from collections.abc import Iterator
from datetime import datetime

from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import (
    PublishNeed,
    RecordNeedOutcome,
    WithdrawNeed,
)
from services.petitions.domain.petition.events import (
    NeedAnswered,
    NeedPublished,
    NeedWithdrawn,
    PetitionEvent,
)
from services.petitions.domain.petition.facts import Need
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.steps import check_directs, happened, is_to_do, known
from services.petitions.domain.petition.words import AT_UNIT, BEFORE_ORDER, Status
from services.petitions.domain.rejection import Rejection

_MEASURE = re.compile(r"[a-z]{1,20}")


class NeedIdTaken(Rejection):
    def __init__(self, need_id: str) -> None:
        super().__init__(
            "need_id", f"need {need_id!r} asks for something else already", "该需求编号已使用"
        )


class UnknownNeed(Rejection):
    def __init__(self, need_id: str) -> None:
        super().__init__(
            "need_id", f"the appeal has published no need {need_id!r}", "该诉求没有发布过此需求"
        )


class NeedAmountNotPositive(Rejection):
    def __init__(self, amount: int) -> None:
        super().__init__(
            "amount", f"amount {amount} must be 1 or more", f"需求数量 {amount} 必须不小于 1"
        )


class MeasureInvalid(Rejection):
    """One small word, so that no name or number can slip into it."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            "measure",
            f"measure {measure!r} must be one word of small letters, as seat, yuan, person or hour",
            "计量单位应为一个小写英文单词,如 seat、yuan、person、hour",
        )


class DatesTurnedRound(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "wanted_until",
            "wanted_until must not be before wanted_from",
            "需求结束日期不能早于开始日期",
        )


class NeedWasWithdrawn(Rejection):
    def __init__(self) -> None:
        super().__init__("need_id", "the need was withdrawn", "该需求已撤回")


def publish(command: PublishNeed, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Ask others for what it needs; kind, amount, place and dates, and not a word of the appeal."""
    about, standing = known(case, command.petition_id)
    need = Need(
        command.need_id,
        command.kind,
        command.place or about.place,
        command.amount,
        command.measure,
        command.wanted_from,
        command.wanted_until,
    )
    before = _found(case.petition, command.need_id)
    if before == need:
        return
    if before is not None:
        raise NeedIdTaken(command.need_id)
    is_to_do(command, case, (*BEFORE_ORDER, *AT_UNIT, Status.LISTED))
    if command.by != standing.unit_id:
        check_directs(case, command.by)
    _check(need, case)
    yield NeedPublished(**happened(case, at), about=about, by=command.by, need=need)


def _found(petition: Petition, need_id: str) -> Need | None:
    return next((need for need, _ in petition.needs if need.need_id == need_id), None)


def _check(need: Need, case: Case) -> None:
    case.around.directory.offices(need.place_code)
    if need.amount < 1:
        raise NeedAmountNotPositive(need.amount)
    if _MEASURE.fullmatch(need.measure) is None:
        raise MeasureInvalid(need.measure)
    if need.wanted_until < need.wanted_from:
        raise DatesTurnedRound


def withdraw(command: WithdrawNeed, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """It is not needed any more."""
    _, standing = known(case, command.petition_id)
    if _found(case.petition, command.need_id) is None:
        raise UnknownNeed(command.need_id)
    if command.need_id in case.petition.needs_withdrawn:
        return
    if command.by != standing.unit_id:
        check_directs(case, command.by)
    yield NeedWithdrawn(**happened(case, at), by=command.by, need_id=command.need_id)


def record(command: RecordNeedOutcome, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Take down what others did about it, whatever has become of the appeal meanwhile."""
    known(case, command.petition_id)
    if command.need_id in case.petition.needs_withdrawn:
        raise NeedWasWithdrawn
    for need, outcome in case.petition.needs:
        if need.need_id == command.need_id:
            if outcome is not command.outcome:
                yield NeedAnswered(
                    **happened(case, at),
                    need_id=command.need_id,
                    outcome=command.outcome,
                    reference=command.reference,
                )
            return
    raise UnknownNeed(command.need_id)
