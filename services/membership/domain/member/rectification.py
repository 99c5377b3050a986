"""A member who is to mend his ways within a time limit (限期改正, 条例 art. 30)."""

from datetime import date

from services.membership.domain.calendar import add_months
from services.membership.domain.member.case import MemberCase, on_register
from services.membership.domain.member.commands import CompleteRectification, StartRectification
from services.membership.domain.member.events import RectificationCompleted, RectificationStarted
from services.membership.domain.member.rejections import said
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.names import RuleName


class RectificationUnderWay(Rejection):
    def __init__(self, deadline: date) -> None:
        super().__init__(
            "deadline",
            f"a rectification with deadline {deadline} is under way; complete it first",
            f"已有期限为 {deadline} 的限期改正,请先办结",
        )


class RectificationTooLong(Rejection):
    """The time limit is at most one year (条例 art. 30)."""

    def __init__(self, effective: date, latest: date) -> None:
        super().__init__(
            "deadline",
            f"deadline must be after {effective} and not after {latest}",
            f"改正期限应晚于 {effective},且不晚于 {latest}",
        )


def start(command: StartRectification, case: MemberCase) -> tuple[RectificationStarted, ...]:
    """Set the time limit, at most one year (条例 art. 30)."""
    on_register(command, case.member)
    under_way = case.member.rectification_deadline
    if under_way == command.deadline:
        return ()
    if under_way is not None:
        raise RectificationUnderWay(under_way)
    day = command.effective_date
    latest = add_months(day, case.rules.value(RuleName.RECTIFICATION_MONTHS, day))
    if not day < command.deadline <= latest:
        raise RectificationTooLong(day, latest)
    return (RectificationStarted(command.member_id, command.deadline, "", said(command.note), day),)


def complete(
    command: CompleteRectification, case: MemberCase
) -> tuple[RectificationCompleted, ...]:
    """Close the case; nothing happens when none is open."""
    on_register(command, case.member)
    if case.member.rectification_deadline is None:
        return ()
    return (RectificationCompleted(command.member_id, command.effective_date),)
