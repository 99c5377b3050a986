"""Forgetting a person whose transfer into the city came to nothing."""

from services.membership.api.allowing import allow_transfer
from services.membership.api.fields import MemberPath, TransferPath
from services.membership.api.members.leaving import Forgetting
from services.membership.api.office import Asked, Office
from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.rejections import StillExpected
from services.membership.domain.streams import member_stream
from services.membership.domain.transfer.commands import EraseIncoming
from services.membership.domain.transfer.steps import ON_THE_WAY
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.transfers import queries
from services.membership.projections.transfers.queries import TransferFilter
from shared.access.permissions import Permission
from shared.database import looking_at
from shared.http.answers import Done
from shared.http.asking import Asking
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
    if body.ground is not ErasureGround.BY_ORDER:
        _check_not_expected_elsewhere(asked, member_id)
    people = asked.office.people
    outcome = asked.counted("EraseIncoming", lambda: people.erase(command, asked.acting))
    return asked.tell(member_stream(member_id), outcome)


def _check_not_expected_elsewhere(asked: Asking[Office], member_id: str) -> None:
    """Another organisation may have announced the same person since, as the view shows."""
    tree = asked.office.membership.organisations()
    everywhere = tuple(tree.path(root) for root in tree.children(None))
    stages = (Stage.REQUESTED, *ON_THE_WAY)
    which = TransferFilter(stages=stages, member_id=member_id)
    with looking_at(asked.office.engine) as connection:
        if queries.listed(connection, everywhere, which, limit=1).items:
            raise StillExpected
