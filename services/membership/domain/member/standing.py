"""How a member stands: probation, suspension and restoration, rectification, class."""

from dataclasses import replace
from datetime import date

from services.membership.domain.calendar import add_months
from services.membership.domain.member.case import MemberCase, on_register
from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.member.commands import (
    AdmitToFull,
    ChangeMemberClass,
    ExtendProbation,
    RestoreMembership,
    SuspendMembership,
)
from services.membership.domain.member.events import (
    AdmittedToFull,
    MemberClassChanged,
    MembershipRestored,
    MembershipSuspended,
    PostRelieved,
    ProbationExtended,
)
from services.membership.domain.member.member import Member
from services.membership.domain.member.posts import posts_left
from services.membership.domain.member.rejections import said
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import Standing


class NotProbationary(Rejection):
    def __init__(self, standing: Standing) -> None:
        super().__init__(
            "member_id",
            f"the member is not on probation ({standing})",
            f"该党员不是预备党员({standing.label})",
        )


class ProbationNotServed(Rejection):
    """Probation lasts one year, or as long as it was extended (党章 art. 7)."""

    def __init__(self, ends: date, field: str = "effective_date") -> None:
        super().__init__(
            field,
            f"probation ends on {ends}; {field} must be that or a later day",
            f"预备期至 {ends} 届满,请填写该日或之后的日期",
        )


class ProbationAlreadyExtended(Rejection):
    """Probation is extended once (发展党员工作细则 art. 34)."""

    def __init__(self, until: date) -> None:
        super().__init__(
            "until", f"probation is extended to {until} already", f"预备期已延长至 {until}"
        )


class ProbationExtensionOutOfBounds(Rejection):
    """An extension goes beyond the regular end and by one year at most (党章 art. 7)."""

    def __init__(self, ends: date, latest: date) -> None:
        super().__init__(
            "until",
            f"until must be after {ends} and not after {latest}",
            f"延长后的届满日应晚于 {ends},且不晚于 {latest}",
        )


class AlreadySuspended(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "cause",
            "membership is suspended for another cause; restore it first",
            "已因其他原因停止党籍,请先恢复",
        )


class ContactNotReportedLost(Rejection):
    """The time without contact is counted from a report (条例 art. 24)."""

    def __init__(self) -> None:
        super().__init__(
            "cause", "no loss of contact is reported; report it first", "尚未登记失联,请先登记"
        )


class LostContactTooShort(Rejection):
    """Membership is suspended after six months without contact (条例 art. 24)."""

    def __init__(self, from_day: date) -> None:
        super().__init__(
            "effective_date",
            f"contact was lost too recently; suspension is possible from {from_day}",
            f"失联时间未满规定期限,{from_day} 起方可停止党籍",
        )


class StillOutOfContact(Rejection):
    """Who was suspended for lost contact is restored once he is reached (条例 art. 24)."""

    def __init__(self) -> None:
        super().__init__(
            "member_id",
            "the member is still out of contact; record that contact was regained first",
            "该党员仍处于失联状态,请先登记恢复联系",
        )


def probation_ends(member: Member, rules: Rules) -> date:
    """The day from which a probationary member may be admitted to full membership."""
    months = rules.value(RuleName.PROBATION_MONTHS, member.join_date)
    return member.probation_until or add_months(member.join_date, months)


def admit_to_full(command: AdmitToFull, case: MemberCase) -> tuple[AdmittedToFull, ...]:
    """Make a full member of him who served his probation (党章 art. 7)."""
    facts = on_register(command, case.member)
    if facts.standing is Standing.FULL:
        return ()
    if facts.standing is not Standing.PROBATIONARY:
        raise NotProbationary(facts.standing)
    ends = probation_ends(case.member, case.rules)
    if command.effective_date < ends:
        raise ProbationNotServed(ends)
    after = replace(facts, standing=Standing.FULL)
    return (AdmittedToFull(command.member_id, facts, after, command.effective_date),)


def extend_probation(command: ExtendProbation, case: MemberCase) -> tuple[ProbationExtended, ...]:
    """Extend probation once, beyond its regular end and within the bound (党章 art. 7)."""
    member = case.member
    facts = on_register(command, member)
    if facts.standing is not Standing.PROBATIONARY:
        raise NotProbationary(facts.standing)
    if member.probation_until == command.until:
        return ()
    if member.probation_until is not None:
        raise ProbationAlreadyExtended(member.probation_until)
    ends = probation_ends(member, case.rules)
    months = case.rules.value(RuleName.PROBATION_EXTENSION_MONTHS, command.effective_date)
    latest = add_months(ends, months)
    if not ends < command.until <= latest:
        raise ProbationExtensionOutOfBounds(ends, latest)
    note, day = said(command.note), command.effective_date
    return (ProbationExtended(command.member_id, command.until, "", note, day),)


def change_class(command: ChangeMemberClass, case: MemberCase) -> tuple[MemberClassChanged, ...]:
    """Manage the member in another class (domain rule 6)."""
    facts = on_register(command, case.member)
    if facts.member_class is command.member_class:
        return ()
    after = replace(facts, member_class=command.member_class)
    return (MemberClassChanged(command.member_id, facts, after, command.effective_date),)


def suspend(
    command: SuspendMembership, case: MemberCase
) -> tuple[MembershipSuspended | PostRelieved, ...]:
    """Suspend membership: for lost contact after six months (条例 art. 24), or a stated cause."""
    member, note, day = case.member, command.note, command.effective_date
    facts = on_register(command, member)
    if member.suspension is not None:
        if member.suspension.cause is command.cause:
            return ()
        raise AlreadySuspended
    if command.cause is SuspensionCause.LOST_CONTACT:
        _check_out_of_contact(day, member, case.rules)
    else:
        note = said(note)
    after = replace(facts, standing=Standing.SUSPENDED)
    return (
        MembershipSuspended(command.member_id, facts, after, command.cause, "", note, day),
        *posts_left(member, after, day),
    )


def _check_out_of_contact(on: date, member: Member, rules: Rules) -> None:
    if member.contact_lost_since is None:
        raise ContactNotReportedLost
    months = rules.value(RuleName.LOST_CONTACT_MONTHS_TO_SUSPEND, on)
    from_day = add_months(member.contact_lost_since, months)
    if on < from_day:
        raise LostContactTooShort(from_day)


def restore(command: RestoreMembership, case: MemberCase) -> tuple[MembershipRestored, ...]:
    """Give the member back his standing; who is not suspended has it already."""
    member = case.member
    facts = on_register(command, member)
    if member.suspension is None:
        return ()
    lost_contact = member.suspension.cause is SuspensionCause.LOST_CONTACT
    if lost_contact and member.contact_lost_since is not None:
        raise StillOutOfContact
    after = replace(facts, standing=member.suspension.standing)
    return (MembershipRestored(command.member_id, facts, after, command.effective_date),)
