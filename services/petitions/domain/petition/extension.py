"""More time: asked for before the promise is over, granted by somebody else, never without end."""

from collections.abc import Iterator
from datetime import datetime

from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.clock import Clock
from services.petitions.domain.petition.commands import (
    GrantExtension,
    RefuseExtension,
    RequestExtension,
)
from services.petitions.domain.petition.events import (
    ExtensionGranted,
    ExtensionRefused,
    ExtensionRequested,
    PetitionEvent,
)
from services.petitions.domain.petition.petition import Asked
from services.petitions.domain.petition.steps import (
    check_directs,
    check_leads,
    counted,
    explained,
    is_to_do,
    noted,
)
from services.petitions.domain.petition.words import AT_UNIT, Stage
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.names import RuleName


class NothingToExtend(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "petition_id", "no promise to handle is running", "没有正在计时的办理承诺,无需延期"
        )


class ExtensionTooLate(Rejection):
    """A promise that is broken is not mended by a later paper."""

    def __init__(self, due: datetime) -> None:
        super().__init__(
            "petition_id",
            f"the promise was over at {due.isoformat()}; it can no longer be extended",
            "办理时限已过,不能再延期",
        )


class ExtensionTooLong(Rejection):
    """Only so many working days may be granted for one order (domain rule 3)."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            "working_days",
            f"working_days must be at least 1, and at most {longest} are left to be granted",
            f"延期应不少于 1 个工作日,尚可延期 {longest} 个工作日",
        )


class ExtensionAlreadyRequested(Rejection):
    def __init__(self, working_days: int) -> None:
        super().__init__(
            "working_days",
            f"an extension of {working_days} working days awaits its answer",
            f"已申请延期 {working_days} 个工作日,待答复",
        )


class OwnExtension(Rejection):
    """Neither who asked for it nor who has the order now says whether it is granted."""

    def __init__(self, by: str) -> None:
        super().__init__(
            "by",
            f"{by!r} asked for the extension or has the order; let a unit above it answer",
            "申请延期的单位和现承办单位不能自行答复延期申请,请由其上级单位答复",
        )


class NoExtensionRequested(Rejection):
    def __init__(self) -> None:
        super().__init__("petition_id", "no extension was asked for", "没有待答复的延期申请")


class MoreThanRequested(Rejection):
    def __init__(self, requested: int) -> None:
        super().__init__(
            "working_days",
            f"working_days must be at most the {requested} that were asked for",
            f"批准天数不能超过申请的 {requested} 个工作日",
        )


def request(command: RequestExtension, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Ask for more time; the clock runs on until it is granted."""
    is_to_do(command, case, AT_UNIT)
    check_leads(case, command.by)
    asked = case.petition.extension
    if asked.asked is Asked.OPEN:
        if asked.working_days == command.working_days:
            return
        raise ExtensionAlreadyRequested(asked.working_days)
    _clock_in_time(case, at)
    _check_days(case, at, command.working_days)
    yield ExtensionRequested(
        **counted(case, at),
        by=command.by,
        working_days=command.working_days,
        cause=command.cause,
        note=explained(case, at, command.cause, command.note),
    )


def grant(command: GrantExtension, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Grant it: every moment that lies ahead is put off by so many working days."""
    is_to_do(command, case, AT_UNIT)
    _check_answers(case, command.by)
    asked = case.petition.extension
    if asked.asked is Asked.GRANTED and asked.granted == command.working_days:
        return
    if asked.asked is not Asked.OPEN:
        raise NoExtensionRequested
    if command.working_days > asked.working_days:
        raise MoreThanRequested(asked.working_days)
    clock = _clock_in_time(case, at)
    _check_days(case, at, command.working_days)
    moved = (clock.extended(command.working_days, case.around.time),)
    yield ExtensionGranted(
        **counted(case, at), by=command.by, working_days=command.working_days, moved=moved
    )


def refuse(command: RefuseExtension, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Refuse it: the promise stands as it was given."""
    is_to_do(command, case, AT_UNIT)
    _check_answers(case, command.by)
    asked = case.petition.extension.asked
    if asked is Asked.REFUSED:
        return
    if asked is not Asked.OPEN:
        raise NoExtensionRequested
    yield ExtensionRefused(**counted(case, at), by=command.by, note=noted(case, at, command.note))


def _clock_in_time(case: Case, at: datetime) -> Clock:
    clock = case.petition.clock(Stage.HANDLE)
    if clock is None:
        raise NothingToExtend
    if (clock.paused_at or at) >= clock.moments.due_at:
        raise ExtensionTooLate(clock.moments.due_at)
    return clock


def _check_days(case: Case, at: datetime, working_days: int) -> None:
    rules, day = case.around.rules, case.around.time.day(at)
    left = rules.value(RuleName.EXTENSION_LONGEST, day) - case.petition.extension.total
    if not 1 <= working_days <= left:
        raise ExtensionTooLong(max(left, 0))


def _check_answers(case: Case, by: str) -> None:
    """Nobody grants himself more time; only a unit with nobody above answers for itself."""
    check_directs(case, by)
    standing = case.petition.standing
    lead = standing.unit_id if standing is not None else ""
    if by in (case.petition.extension.by, lead) and case.around.directory.superiors(by):
        raise OwnExtension(by)
