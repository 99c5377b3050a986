"""Forgetting a person whose transfer into the city came to nothing."""

from services.membership.api.allowing import allow_transfer
from services.membership.api.fields import MemberPath, TransferPath
from services.membership.api.members.leaving import Forgetting
from services.membership.api.office import Asked
from services.membership.domain.streams import member_stream
from services.membership.domain.transfer.commands import EraseIncoming
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["转接 transfers"])


@router.post(
    "/transfers/{transfer_id}/incoming/{member_id}/erasure",
    summary="删除未转入人员的个人信息(不可恢复)",
)
def erase(transfer_id: TransferPath, member_id: MemberPath, body: Forgetting, asked: Asked) -> Done:
    """For who never entered the register: the key to his sealed data is destroyed everywhere."""
    allow_transfer(asked, Permission.MEMBER_FORGET, transfer_id)
    command = EraseIncoming(
        **asked.stamp(body.effective_date),
        transfer_id=transfer_id,
        member_id=member_id,
        ground=body.ground,
        order=body.order,
    )
    people = asked.office.people
    outcome = asked.counted("EraseIncoming", lambda: people.erase(command, asked.acting))
    return asked.tell(member_stream(member_id), outcome)
