"""What a branch should look after: warnings, each with its reason, since when, and its rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.membership.domain.calendar import add_months
from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.member.member import Member
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import Labelled

_A_DAY = timedelta(days=1)


class WarningReason(Labelled):
    FLOATING_CONTACT_OVERDUE = "floating_contact_overdue", "流动党员超过半年未联系"
    AWAY_NOT_TRANSFERRED = "away_not_transferred", "外出超过六个月未转接组织关系"
    LOST_CONTACT_OVERDUE = "lost_contact_overdue", "失联超过六个月,应停止党籍"
    SUSPENSION_OVERDUE = "suspension_overdue", "停止党籍满两年仍失联,应予除名"
    RECTIFICATION_OVERDUE = "rectification_overdue", "限期改正期满未办结"
    POCKET_MEMBER = "pocket_member", "介绍信超期未落转(口袋党员)"


@dataclass(frozen=True, slots=True)
class MemberWarning:
    """It stands from the day ``since`` on; ``rule`` is the number, ``value``, that was exceeded."""

    reason: WarningReason
    since: date
    rule: RuleName | None = None
    value: int | None = None


def warnings(member: Member, today: date, rules: Rules) -> tuple[MemberWarning, ...]:
    """The member's warnings on the city's day ``today``.

    Who is not on the register gives no cause, but by the expired letter that was to bring him.
    """
    return tuple(
        warning
        for check in (_CHECKS if member.facts is not None else (_pocket,))
        for warning in check(member, today, rules)
        if warning.since <= today
    )


def _contact_overdue(member: Member, today: date, rules: Rules) -> Iterator[MemberWarning]:
    """Contact with a floating member at least every half year (条例 art. 27)."""
    if (away := member.floating) is not None:
        months = rules.value(RuleName.FLOATING_CONTACT_MONTHS, today)
        last = add_months(away.contacted_on or away.since, months)
        reason = WarningReason.FLOATING_CONTACT_OVERDUE
        yield MemberWarning(reason, last + _A_DAY, RuleName.FLOATING_CONTACT_MONTHS, months)


def _not_transferred(member: Member, today: date, rules: Rules) -> Iterator[MemberWarning]:
    """Who is away at a fixed place for six months transfers (条例 art. 25)."""
    if member.floating is not None and member.open_transfer is None:
        reason, rule = WarningReason.AWAY_NOT_TRANSFERRED, RuleName.AWAY_MONTHS_TO_TRANSFER
        yield _reached(reason, member.floating.since, rule, today, rules)


def _lost_contact(member: Member, today: date, rules: Rules) -> Iterator[MemberWarning]:
    """Suspension after six months, removal two years later (条例 art. 24)."""
    if member.contact_lost_since is None:
        return
    if member.suspension is None:
        since, rule = member.contact_lost_since, RuleName.LOST_CONTACT_MONTHS_TO_SUSPEND
        yield _reached(WarningReason.LOST_CONTACT_OVERDUE, since, rule, today, rules)
    elif member.suspension.cause is SuspensionCause.LOST_CONTACT:
        since, rule = member.suspension.since, RuleName.SUSPENDED_MONTHS_TO_REMOVE
        yield _reached(WarningReason.SUSPENSION_OVERDUE, since, rule, today, rules)


def _reached(
    reason: WarningReason, start: date, rule: RuleName, today: date, rules: Rules
) -> MemberWarning:
    months = rules.value(rule, today)
    return MemberWarning(reason, add_months(start, months), rule, months)


def _rectification(member: Member, _: date, __: Rules) -> Iterator[MemberWarning]:
    """The time limit set for him has passed (条例 art. 30)."""
    if (deadline := member.rectification_deadline) is not None:
        yield MemberWarning(WarningReason.RECTIFICATION_OVERDUE, deadline + _A_DAY)


def _pocket(member: Member, _: date, __: Rules) -> Iterator[MemberWarning]:
    """His letter expired and nobody accepted him, on his way out or in (domain rule 1)."""
    if (last_good := member.pocket_since) is not None:
        yield MemberWarning(WarningReason.POCKET_MEMBER, last_good + _A_DAY)


_CHECKS: tuple[Callable[[Member, date, Rules], Iterator[MemberWarning]], ...] = (
    _contact_overdue,
    _not_transferred,
    _lost_contact,
    _rectification,
    _pocket,
)
