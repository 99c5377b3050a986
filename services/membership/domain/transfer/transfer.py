"""A transfer as it stands."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.details import IncomingMember
from services.membership.domain.terms import Labelled
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.events import Endpoint, Letter


class Stage(Labelled):
    """How far a transfer has come; the last four are its ends."""

    REQUESTED = "requested", "申请"
    RELEASED = "released", "转出审批通过"
    AWAITING_ACCEPTANCE = "awaiting_acceptance", "待接收"
    EXPIRED = "expired", "超期"
    ACCEPTED = "accepted", "已接收"
    PLACED = "placed", "已编入支部"
    RECEIPT_RETURNED = "receipt_returned", "已回执"
    RELEASE_REFUSED = "release_refused", "不同意转出"
    RETURNED = "returned", "退回"
    WITHDRAWN = "withdrawn", "撤回"


NOWHERE = Endpoint()


@dataclass(frozen=True, slots=True)
class Transfer:
    """``stage`` is None until it is requested; ``carried`` are those who came at acceptance.

    ``replaced`` is the number of the letter that the present one took the place of.
    ``organisation_id`` is the organisation of the city that moves as a whole, if one does.
    ``placed_in`` is the branch, or for a whole organisation where it went (``under`` or ``into``).
    """

    transfer_id: str = ""
    stage: Stage | None = None
    kind: TransferKind = TransferKind.INTERNAL
    reason: TransferReason = TransferReason.WORKPLACE_CHANGED
    releasing: Endpoint = NOWHERE
    receiving: Endpoint = NOWHERE
    member_ids: tuple[str, ...] = ()
    organisation_id: str = ""
    incoming: tuple[IncomingMember, ...] = ()
    released_by: str = ""
    letter: Letter | None = None
    replaced: str = ""
    carried: tuple[str, ...] = ()
    accepted_by: str = ""
    placed_in: str = ""
    changed_on: date | None = None


initial = Transfer()
