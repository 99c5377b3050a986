"""What is booked by an agreement: it is to fulfil what who lends it promised there."""

from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.agreement.rejections import UnknownAgreement
from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import MakeCommand
from services.resources.domain.rejection import Rejection


class AgreementNotInForce(Rejection):
    def __init__(self, stage: AgreementStage) -> None:
        super().__init__(
            "agreement_id",
            f"the agreement is {stage}; name one in force, or none",
            f"该协议当前为“{stage.label}”,请填写生效中的协议或留空",
        )


class LentOutsideAgreement(Rejection):
    """The use would count for nothing."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__(
            "agreement_id",
            f"who lends it promised nothing of the kind in agreement {agreement_id!r}; "
            "name another, or none",
            "出借方在该协议中没有相应义务,请填写其他协议或留空",
        )


def check_agreement(command: MakeCommand, case: BookingCase) -> None:
    """Refuse an agreement for which nothing of what is wanted can count; of a combination a part may."""
    if not command.agreement_id:
        return
    if case.agreement.facts is None:
        raise UnknownAgreement(command.agreement_id)
    if case.agreement.stage is not AgreementStage.IN_FORCE:
        raise AgreementNotInForce(case.agreement.stage)
    promised = {(each.unit_id, each.kind) for each in case.agreement.facts.obligations}
    lent = [each.facts for each in case.resources.values() if each.facts is not None]
    if lent and promised.isdisjoint((each.owner_unit_id, each.kind) for each in lent):
        raise LentOutsideAgreement(command.agreement_id)
