"""Why a command about a member is refused."""

from datetime import date

from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Note, OrganisationKind, Standing


class UnknownMember(Rejection):
    def __init__(self, member_id: str, field: str = "member_id") -> None:
        super().__init__(
            field,
            f"there is no member {member_id!r}; register the person first",
            "党员不存在,请先登记",
        )


class MemberNotOnRegister(Rejection):
    """Who left the register is acted upon no more."""

    def __init__(self, member_id: str, standing: Standing | None, field: str = "member_id") -> None:
        label = standing.label if standing is not None else "未登记"
        super().__init__(
            field,
            f"member {member_id!r} is not on the register ({standing})",
            f"该人员已不在党员名册({label})",
        )


class MemberAlreadyRegistered(Rejection):
    def __init__(self, member_id: str) -> None:
        super().__init__(
            "member_id",
            f"member {member_id!r} is on the register with other particulars; correct or transfer",
            "该党员已登记且信息不同,请使用更正或组织关系转接",
        )


class MayNotRegisterAgain(Rejection):
    """Only who transferred out, or joins anew after removal, comes back to the register."""

    def __init__(self, member_id: str, standing: Standing | None) -> None:
        label = standing.label if standing is not None else "未登记"
        super().__init__(
            "member_id",
            f"member {member_id!r} left as {standing}; only a person who transferred out, or who "
            "after removal joined anew as a probationary member, may be registered again",
            f"该人员已{label},只有转出人员或除名后重新入党的预备党员可再次登记",
        )


class ComesBackByTransfer(Rejection):
    """Who transferred out belongs to another organisation: a letter brings him back, not a roster of before."""

    def __init__(self, member_id: str) -> None:
        super().__init__(
            "member_id",
            f"member {member_id!r} transferred out and comes back by a transfer only: enter the letter"
            " he brings (POST /membership/transfers)",
            "该人员已转出,只能凭介绍信办理转入(非建库转入或系统内转接),不能直接登记",
        )


class ExpectedByTransfer(Rejection):
    """Who arrives by a letter is registered by the transfer's acceptance, not past it (domain rule 1)."""

    def __init__(self, member_id: str, transfer_id: str) -> None:
        super().__init__(
            "member_id",
            f"transfer {transfer_id!r} brings member {member_id!r}; accept or withdraw it first",
            "该人员正在办理组织关系转入,请办理接收或先撤回该转接,不能直接登记",
        )


class MemberIsForgotten(Rejection):
    """The key to what identified the person is destroyed."""

    def __init__(self, member_id: str) -> None:
        super().__init__(
            "member_id",
            f"the personal data of member {member_id!r} was erased; nothing can be sealed for it",
            "该人员的个人信息已依法删除,不能再写入",
        )


class MemberStillOnRegister(Rejection):
    """A member's data is needed while he is a member, unless an order says otherwise."""

    def __init__(self) -> None:
        super().__init__(
            "ground",
            "the person is still on the register; give ground by_order with the order's number",
            "该党员仍在名册内,删除个人信息须依据有权机关的决定",
        )


class StillExpected(Rejection):
    """Who may yet arrive is needed as announced, unless an order says otherwise."""

    def __init__(self) -> None:
        super().__init__(
            "ground",
            "the person may still arrive; withdraw the transfer, or give ground by_order",
            "该人员的转接尚未办结,请先撤回转接,或依据有权机关的决定办理",
        )


class CauseMissing(Rejection):
    """What bears on a person is never done without a stated cause."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must state the cause", "请说明原因")


def stated(text: str, field: str = "cause_text") -> str:
    """The text without blanks around it, refused when empty."""
    if not (stripped := text.strip()):
        raise CauseMissing(field)
    return stripped


def said(note: Note | None) -> Note:
    """What was said about him, refused when that is nothing."""
    if note is None or not note.length:
        raise CauseMissing("cause_text")
    return note


class OrganisationHoldsNoMembers(Rejection):
    """Members belong to committees of units, general branches and branches only."""

    def __init__(self, field: str, kind: OrganisationKind) -> None:
        super().__init__(
            field,
            f"a {kind} has no members of its own; give a branch, general branch or primary "
            "committee",
            f"{kind.label}不直接管理党员,请选择党支部、党总支或基层党委",
        )


class OrganisationNotYetThere(Rejection):
    """An affiliation is true only from the day its organisation stands where it stands."""

    def __init__(self, organisation_id: str, since: date) -> None:
        super().__init__(
            "effective_date",
            f"organisation {organisation_id!r} stands in its place since {since}; "
            f"give {since} or a later day",
            f"该党组织自 {since} 起设立或调整,请填写该日或之后的日期",
        )


class NotAMembershipStanding(Rejection):
    """A person is entered as a full or a probationary member; the rest are decisions of their own."""

    def __init__(self, standing: Standing, field: str) -> None:
        super().__init__(
            field,
            f"standing {standing} cannot be entered; give full or probationary",
            f"不能登记为“{standing.label}”,请填写正式党员或预备党员",
        )


class JoinedUnderAge(Rejection):
    """Who joins the Party is of age (党章 art. 1)."""

    def __init__(self, field: str, earliest: date, years: int) -> None:
        super().__init__(
            field,
            f"{field} is before the person was {years}; the earliest day is {earliest}",
            f"入党日期早于年满 {years} 周岁之日 {earliest}",
        )


class DateNotReached(Rejection):
    """A fact of the past cannot lie after the day from which the record is true."""

    def __init__(self, field: str, day: date, effective: date) -> None:
        super().__init__(
            field,
            f"{field} {day} is after effective_date {effective}",
            f"日期 {day} 晚于生效日期 {effective}",
        )


class FullBeforeJoining(Rejection):
    """Nobody is a full member before joining."""

    def __init__(self, field: str, full: date, joined: date) -> None:
        super().__init__(
            field,
            f"{field} {full} is before join_date {joined}",
            f"转正日期 {full} 早于入党日期 {joined}",
        )


class ProbationaryHasNoFullDate(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"a probationary member has no {field}; leave it empty",
            "预备党员没有转正日期,请留空",
        )


class SealedDataMissing(Rejection):
    """A register without the person behind it is of no use."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must hold the sealed personal data", "缺少个人信息")


class TransferMustRunItsCourse(Rejection):
    """Who arrives by transfer is registered by the transfer's acceptance."""

    def __init__(self) -> None:
        super().__init__(
            "origin",
            "origin transfer is recorded by the transfer itself; request a transfer instead",
            "组织关系转入须办理转接手续,不能直接登记",
        )
