"""Forgetting who never arrived: his data came with a request, and the register has nothing of him."""

from services.membership.domain.command import check_effective_date
from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.leaving_events import (
    MemberForgotten,
)
from services.membership.domain.member.rejections import (
    StillExpected,
    UnknownMember,
    stated,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.commands import EraseIncoming
from services.membership.domain.transfer.steps import UnknownTransfer
from services.membership.domain.transfer.transfer import Stage

_NEVER_ARRIVED = (Stage.WITHDRAWN, Stage.RETURNED, Stage.RELEASE_REFUSED)


class RegisterKnowsHim(Rejection):
    """Whom the register holds or held is erased there: it has more to say about him."""

    def __init__(self, member_id: str) -> None:
        super().__init__(
            "member_id",
            f"the register knows {member_id!r}; erase him as a member",
            "该人员已在或曾在党员名册,请在名册中办理删除个人信息",
        )


def erase_incoming(command: EraseIncoming, case: Case) -> tuple[MemberForgotten, ...]:
    """Forget who was announced from outside and is in no register; nothing of him was counted."""
    transfer, member = case.transfer, case.member(command.member_id)
    if transfer.stage is None:
        raise UnknownTransfer(command.transfer_id)
    if command.member_id not in {person.member_id for person in transfer.incoming}:
        raise UnknownMember(command.member_id)
    if member.forgotten:
        return ()
    if member.was_registered:
        raise RegisterKnowsHim(command.member_id)
    check_effective_date(command, transfer.changed_on)
    check_effective_date(command, member.changed_on)
    order = command.order.strip()
    if command.ground is ErasureGround.BY_ORDER:
        order = stated(order, "order")
    elif transfer.stage not in _NEVER_ARRIVED or member.open_transfer is not None:
        raise StillExpected
    return (MemberForgotten(command.member_id, command.ground, order, command.effective_date),)
