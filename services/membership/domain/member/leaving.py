"""How a member leaves the register other than by transfer, and how a person is forgotten."""

from collections.abc import Callable
from datetime import date

from services.membership.domain.calendar import add_months
from services.membership.domain.command import check_effective_date
from services.membership.domain.member.case import MemberCase, on_register
from services.membership.domain.member.causes import (
    ErasureGround,
    RemovalCause,
    SuspensionCause,
)
from services.membership.domain.member.commands import (
    EraseMember,
    ExpelMember,
    RecordDecease,
    RemoveMember,
)
from services.membership.domain.member.leaving_events import (
    MemberDeceased,
    MemberExpelled,
    MemberForgotten,
    MemberRemoved,
)
from services.membership.domain.member.member import Member
from services.membership.domain.member.rejections import (
    MemberStillOnRegister,
    StillExpected,
    UnknownMember,
    said,
    stated,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import Standing


class NotSuspendedForLostContact(Rejection):
    """Removal for lost contact follows a suspension for lost contact (条例 art. 24)."""

    def __init__(self) -> None:
        super().__init__(
            "cause",
            "the member is not suspended for lost contact; suspend membership first",
            "该党员未因失联停止党籍,请先停止党籍",
        )


class SuspensionTooShort(Rejection):
    """Who is out of contact two years after his suspension is removed (条例 art. 24)."""

    def __init__(self, from_day: date) -> None:
        super().__init__(
            "effective_date",
            f"the suspension is too recent; removal is possible from {from_day}",
            f"停止党籍未满规定期限,{from_day} 起方可除名",
        )


class AbsenceStartMissing(Rejection):
    """The six months are counted from a stated day (条例 art. 31)."""

    def __init__(self) -> None:
        super().__init__(
            "since",
            "since must say from when the member took no part",
            "请填写该党员不参加组织生活的起始日期",
        )


class AbsenceTooShort(Rejection):
    """Six months without meetings, dues or assigned work lead to removal (条例 art. 31)."""

    def __init__(self, from_day: date) -> None:
        super().__init__(
            "since",
            f"the absence is too short; removal is possible from {from_day}",
            f"未满规定期限,{from_day} 起方可除名",
        )


class ReasonNotExcluded(Rejection):
    """Who had a proper reason to stay away is not removed for it (条例 art. 31, 党章 art. 9)."""

    def __init__(self) -> None:
        super().__init__(
            "without_reason",
            "without_reason must state that the member had no proper reason to take no part",
            "请核实并确认该党员无正当理由;有正当理由的不得除名",
        )


class HandledAsLostContact(Rejection):
    """Who cannot be reached cannot be asked for his reason: he is suspended first, and removed two years later.

    The shorter way of art. 31 is not open past that of art. 24 (条例 art. 24, 31).
    """

    def __init__(self, *, reached: bool) -> None:
        """``reached``: he is in contact again, and his membership is still suspended."""
        if reached:
            told = "the member was reached again; restore his membership first"
            label = "该党员因失联停止党籍、现已恢复联系,请先恢复党籍,再按其实际表现处理"
        else:
            told = (
                "the member is out of contact; suspend membership for lost_contact and remove for"
                " lost_contact when the time has passed, or record that he was reached"
            )
            label = (
                "该党员已登记失联,不能按不参加组织生活除名:请先停止党籍,停止党籍满规定期限仍失联的,"
                "按失联除名;已取得联系的,请先登记恢复联系"
            )
        super().__init__("cause", told, label)


class NoRectification(Rejection):
    """Removal follows a time limit that was set and passed (条例 art. 30)."""

    def __init__(self) -> None:
        super().__init__(
            "cause", "no rectification is under way; start one first", "尚未限期改正,请先登记"
        )


class RectificationStillRunning(Rejection):
    """The member has until the end of the time limit (条例 art. 30)."""

    def __init__(self, deadline: date) -> None:
        super().__init__(
            "effective_date",
            f"the rectification runs to {deadline}; give a later day",
            f"限期改正至 {deadline} 届满,请填写之后的日期",
        )


def remove(command: RemoveMember, case: MemberCase) -> tuple[MemberRemoved, ...]:
    """Remove the member from the Party for one of the named causes."""
    if case.member.standing is Standing.REMOVED:
        return ()
    facts = on_register(command, case.member)
    _MAY_BE_REMOVED[command.cause](command, case)
    absent = command.cause is RemovalCause.NO_PARTICIPATION
    return (
        MemberRemoved(
            member_id=command.member_id,
            before=facts,
            after=None,
            cause=command.cause,
            cause_text="",
            note=command.note,
            effective_date=command.effective_date,
            since=command.since if absent else None,
            without_reason=absent,
        ),
    )


def _for_lost_contact(command: RemoveMember, case: MemberCase) -> None:
    suspension, day = case.member.suspension, command.effective_date
    if suspension is None or suspension.cause is not SuspensionCause.LOST_CONTACT:
        raise NotSuspendedForLostContact
    if case.member.contact_lost_since is None:
        raise NotSuspendedForLostContact
    months = case.rules.value(RuleName.SUSPENDED_MONTHS_TO_REMOVE, day)
    from_day = add_months(suspension.since, months)
    if day < from_day:
        raise SuspensionTooShort(from_day)


def _for_no_participation(command: RemoveMember, case: MemberCase) -> None:
    _check_in_contact(case.member)
    if command.since is None:
        raise AbsenceStartMissing
    day = command.effective_date
    months = case.rules.value(RuleName.NO_PARTICIPATION_MONTHS_TO_REMOVE, day)
    from_day = add_months(command.since, months)
    if day < from_day:
        raise AbsenceTooShort(from_day)
    if not command.without_reason:
        raise ReasonNotExcluded


def _check_in_contact(member: Member) -> None:
    suspension = member.suspension
    if member.contact_lost_since is not None:
        raise HandledAsLostContact(reached=False)
    if suspension is not None and suspension.cause is SuspensionCause.LOST_CONTACT:
        raise HandledAsLostContact(reached=True)


def _for_failed_rectification(command: RemoveMember, case: MemberCase) -> None:
    deadline = case.member.rectification_deadline
    if deadline is None:
        raise NoRectification
    if command.effective_date <= deadline:
        raise RectificationStillRunning(deadline)


def _on_request(command: RemoveMember, _: MemberCase) -> None:
    said(command.note)


_MAY_BE_REMOVED: dict[RemovalCause, Callable[[RemoveMember, MemberCase], None]] = {
    RemovalCause.LOST_CONTACT: _for_lost_contact,
    RemovalCause.NO_PARTICIPATION: _for_no_participation,
    RemovalCause.RECTIFICATION_FAILED: _for_failed_rectification,
    RemovalCause.ASKED_TO_LEAVE: _on_request,
}


def expel(command: ExpelMember, case: MemberCase) -> tuple[MemberExpelled, ...]:
    """Record an expulsion with the decision it rests on."""
    if case.member.standing is Standing.EXPELLED:
        return ()
    facts = on_register(command, case.member)
    note = said(command.note)
    return (MemberExpelled(command.member_id, facts, None, "", note, command.effective_date),)


def decease(command: RecordDecease, case: MemberCase) -> tuple[MemberDeceased, ...]:
    """Record the member's death."""
    if case.member.standing is Standing.DECEASED:
        return ()
    facts = on_register(command, case.member)
    return (MemberDeceased(command.member_id, facts, None, command.effective_date),)


def erase(command: EraseMember, case: MemberCase) -> tuple[MemberForgotten, ...]:
    """Forget who left the register, or whom an order names; counts stay as they are."""
    member = case.member
    if member.forgotten:
        return ()
    if not member.was_registered:
        raise UnknownMember(command.member_id)
    check_effective_date(command, member.changed_on)
    order = command.order.strip()
    if command.ground is ErasureGround.BY_ORDER:
        order = stated(order, "order")
    elif member.facts is not None:
        raise MemberStillOnRegister
    elif member.open_transfer is not None:
        raise StillExpected
    return (MemberForgotten(command.member_id, command.ground, order, command.effective_date),)
