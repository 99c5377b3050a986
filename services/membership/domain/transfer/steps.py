"""What every step of a transfer checks: is it its turn, and is it given by the right committee."""

from collections.abc import Iterator
from datetime import date

from services.membership.domain.command import check_effective_date
from services.membership.domain.member.affiliation_events import TransferClosed
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.rejections import stated
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.causes import RefusalCause
from services.membership.domain.transfer.commands import TransferCommand
from services.membership.domain.transfer.events import Endpoint
from services.membership.domain.transfer.transfer import Stage

ON_THE_WAY = (Stage.RELEASED, Stage.AWAITING_ACCEPTANCE, Stage.EXPIRED)
ARRIVED = (Stage.ACCEPTED, Stage.PLACED, Stage.RECEIPT_RETURNED)


class UnknownTransfer(Rejection):
    def __init__(self, transfer_id: str) -> None:
        super().__init__(
            "transfer_id",
            f"there is no transfer {transfer_id!r}; request it first",
            "没有该组织关系转接,请先申请",
        )


class StepOutOfOrder(Rejection):
    """A transfer goes from request to receipt, one step after the other."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            "transfer_id",
            f"the transfer is {stage}; this step is not its next one",
            f"该转接当前为“{stage.label}”,不能办理此步骤",
        )


class NoTransferAuthority(Rejection):
    """Affiliation moves between committees entitled to approve probationary members (条例 art. 25)."""

    def __init__(self, field: str, organisation_id: str) -> None:
        super().__init__(
            field,
            f"no committee at or above {organisation_id!r} is entitled to transfer affiliation",
            "该党组织及其上级均无预备党员审批权限,不能转接组织关系",
        )


class NotEntitledToTransfer(Rejection):
    """Release and acceptance are given by the side's own committee, directly (条例 art. 25)."""

    def __init__(self, by: str, authority: str) -> None:
        super().__init__(
            "by",
            f"{by!r} cannot decide for this side; its committee is {authority!r}",
            f"该事项应由具有审批权限的党委 {authority} 办理",
        )


class RemarksTooLong(Rejection):
    """A remark is a remark; whoever needs a page attaches a document."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            "cause_text",
            f"cause_text must have at most {longest} characters",
            f"说明不能超过 {longest} 字",
        )


_LONGEST_REMARK = 200


def is_to_do(
    command: TransferCommand,
    case: Case,
    when: tuple[Stage, ...],
    done: tuple[Stage, ...],
) -> bool:
    """Whether the step is still to be done: not once the transfer is at one of ``done``.

    Raises:
        UnknownTransfer: it was never requested.
        StepOutOfOrder: the transfer is not at one of the stages ``when``.
        EffectiveDateInFuture, EffectiveDateBeforeLast: the day does not follow the last step.
    """
    stage = case.transfer.stage
    if stage is None:
        raise UnknownTransfer(command.transfer_id)
    if stage in done:
        return False
    if stage not in when:
        raise StepOutOfOrder(stage)
    check_effective_date(command, case.transfer.changed_on)
    return True


def authority_of(case: Case, side: Endpoint, field: str) -> str:
    """The committee that decides for a side inside the city; it does not climb the tree."""
    organisations = case.around.organisations
    organisations.get(side.organisation_id, field)
    responsible = organisations.responsible(side.organisation_id)
    authority = organisations.transfer_authority(responsible)
    if authority is None:
        raise NoTransferAuthority(field, side.organisation_id)
    return authority


def check_entitled(by: str, authority: str) -> None:
    """Refuse a step given in the name of any other organisation."""
    if by != authority:
        raise NotEntitledToTransfer(by, authority)


def cause_stated(cause: RefusalCause, text: str) -> str:
    """A named cause stands for itself; the cause ``other`` needs words (条例 art. 25)."""
    return stated(text) if cause is RefusalCause.OTHER else remark(text)


def remark(text: str) -> str:
    """The text without blanks around it, refused when it is too long."""
    if len(stripped := text.strip()) > _LONGEST_REMARK:
        raise RemarksTooLong(_LONGEST_REMARK)
    return stripped


def closed(
    command: TransferCommand, case: Case, outcome: TransferOutcome
) -> Iterator[TransferClosed]:
    """The transfer is over for everybody still bound by it."""
    for member in case.travellers():
        yield closed_for(member.member_id, command, member.changed_on, outcome)


def closed_for(
    member_id: str, command: TransferCommand, last: date | None, outcome: TransferOutcome
) -> TransferClosed:
    """The transfer is over for one member, not before the last fact known of him."""
    check_effective_date(command, last)
    return TransferClosed(member_id, command.transfer_id, outcome, command.effective_date)
