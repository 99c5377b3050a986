"""Why a command about an agreement is refused."""

from datetime import date

from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.rejection import Rejection
from services.resources.domain.terms import ShareKind


class UnknownAgreement(Rejection):
    def __init__(self, agreement_id: str) -> None:
        super().__init__(
            "agreement_id",
            f"there is no agreement {agreement_id!r}; draft it first",
            "没有该共建协议,请先起草",
        )


class AgreementIdTaken(Rejection):
    """What was signed stands as it was signed."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__(
            "agreement_id",
            f"agreement {agreement_id!r} is signed with other words; renew it or draft another",
            "该协议已签署,内容不可更改,请续签或另行起草",
        )


class AgreementStageWrong(Rejection):
    def __init__(self, stage: AgreementStage) -> None:
        super().__init__(
            "agreement_id",
            f"the agreement is {stage}; {_NEXT[stage][0]}",
            f"该协议当前为“{stage.label}”,{_NEXT[stage][1]}",
        )


_NEXT = {
    AgreementStage.DRAFT: ("its parties sign it next", "请先由各方签署"),
    AgreementStage.IN_FORCE: ("renew it or end it", "可办理续签或终止"),
    AgreementStage.ENDED: ("draft another", "请另行起草"),
}
"""What can be done with an agreement."""


class AgreementNotInForce(Rejection):
    """What is given by an agreement counts while it binds."""

    def __init__(self, stage: AgreementStage) -> None:
        super().__init__(
            "agreement_id",
            f"the agreement is {stage}; name one in force, or none",
            f"该协议当前为“{stage.label}”,请填写生效中的协议或留空",
        )


class NothingPromised(Rejection):
    """What is given would count for nothing."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__(
            "agreement_id",
            f"who gives it promised nothing of the kind in agreement {agreement_id!r}; "
            "name another, or none",
            "提供方在该协议中没有相应义务,请填写其他协议或留空",
        )


class OutsideTerm(Rejection):
    """What is given on another day would count for nothing."""

    def __init__(self, agreement_id: str, day: date, begins: date, last: date) -> None:
        super().__init__(
            "agreement_id",
            f"{day} is no day of agreement {agreement_id!r}, which binds from {begins} to {last}; "
            "name one that binds then, or none",
            f"{day} 不在该协议有效期 {begins} 至 {last} 内,请填写当日有效的协议或留空",
        )


class AgreementBackwards(Rejection):
    def __init__(self, begins: date) -> None:
        super().__init__(
            "ends",
            f"ends must not be before the term begins; give {begins} or a later day",
            f"协议期限的结束不能早于开始,请填写 {begins} 或之后的日期",
        )


class AgreementTooLong(Rejection):
    """A promise is looked at again after the rule's months."""

    def __init__(self, months: int) -> None:
        super().__init__(
            "ends",
            f"a term lasts at most {months} months; renew it then",
            f"每期最长 {months} 个月,到期可续签",
        )


class TermStillAhead(Rejection):
    """Terms are agreed on one at a time, or the rule's months would bind nobody."""

    def __init__(self, begins: date, ends: date) -> None:
        super().__init__(
            "ends",
            f"a term from {begins} to {ends} lies ahead already; renew again once it has begun",
            f"{begins} 至 {ends} 一期尚未开始,请在该期开始后再续签",
        )


class ObligationsUnsuitable(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "obligations", "give obligations numbered from 1 on", "请填写义务,并从 1 起连续编号"
        )


class NotAParty(Rejection):
    def __init__(self, field: str, unit_id: str) -> None:
        super().__init__(
            field,
            f"unit {unit_id!r} is no party to the agreement; give one of its parties",
            "该单位不是协议签约方,请从签约方中选择",
        )


class NoObligationOfThatKind(Rejection):
    def __init__(self, unit_id: str, kind: ShareKind) -> None:
        super().__init__(
            "kind",
            f"unit {unit_id!r} promised no {kind} in this agreement; "
            "look at its obligations, or name another agreement",
            f"该单位在协议中没有“{kind.label}”义务,请核对协议义务或选择其他协议",
        )


class UsedOutsideTerm(Rejection):
    """A promise is kept in its term, not before and not after."""

    def __init__(self, day: date, begins: date, last: date) -> None:
        super().__init__(
            "used_on",
            f"{day} is not a past day of the agreement, which binds from {begins} to {last}; "
            "give the day of use",
            f"{day} 不在协议有效期 {begins} 至 {last} 内或尚未到来,请填写实际使用日期",
        )


class UnknownObligation(Rejection):
    def __init__(self, number: int, last: int) -> None:
        super().__init__(
            "number",
            f"there is no obligation {number}; give one from 1 to {last}",
            f"没有第 {number} 项义务,请填写 1 至 {last}",
        )


class UnknownBreach(Rejection):
    def __init__(self, breach_id: str) -> None:
        super().__init__(
            "breach_id",
            f"there is no breach {breach_id!r}; look at the breaches of the agreement",
            "没有该违约记录,请在该协议的违约记录中核对",
        )


class BreachIdTaken(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "breach_id", "breach_id stands for another breach; give a new one", "该违约编号已被使用"
        )


class TermNotOver(Rejection):
    """An agreement is ended before its last day for a cause only."""

    def __init__(self, ends: date) -> None:
        super().__init__(
            "cause_text",
            f"the term lasts to {ends}; state the cause to end it now",
            f"协议期限至 {ends},提前终止请说明原因",
        )
