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
            f"the agreement is {stage}; this is not its next step",
            f"该协议当前为“{stage.label}”,不能办理此步骤",
        )


class AgreementBackwards(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "ends", "ends must not be before the term begins", "协议期限的结束不能早于开始"
        )


class AgreementTooLong(Rejection):
    """A promise is looked at again after the rule's months."""

    def __init__(self, months: int) -> None:
        super().__init__(
            "ends",
            f"a term lasts at most {months} months; renew it then",
            f"每期最长 {months} 个月,到期可续签",
        )


class ObligationsUnsuitable(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "obligations", "give obligations numbered from 1 on", "请填写义务,并从 1 起连续编号"
        )


class NotAParty(Rejection):
    def __init__(self, field: str, unit_id: str) -> None:
        super().__init__(
            field, f"unit {unit_id!r} is no party to the agreement", "该单位不是协议签约方"
        )


class NoObligationOfThatKind(Rejection):
    def __init__(self, unit_id: str, kind: ShareKind) -> None:
        super().__init__(
            "kind",
            f"unit {unit_id!r} promised no {kind} in this agreement",
            f"该单位在协议中没有“{kind.label}”义务",
        )


class UnknownObligation(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__("number", f"there is no obligation {number}", f"没有第 {number} 项义务")


class UnknownBreach(Rejection):
    def __init__(self, breach_id: str) -> None:
        super().__init__("breach_id", f"there is no breach {breach_id!r}", "没有该违约记录")


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
