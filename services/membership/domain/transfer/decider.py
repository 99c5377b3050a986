"""Everything that can be decided about a transfer, on one screen."""

from collections.abc import Callable
from typing import Any

from services.membership.domain.streams import DomainEvent
from services.membership.domain.transfer import acceptance, forgetting, letter, placement, request
from services.membership.domain.transfer.case import (
    Case,
    case_of,
    further_streams,
    streams_needed,
)
from services.membership.domain.transfer.commands import (
    AcceptTransfer,
    ApproveRelease,
    EraseIncoming,
    ExpireTransfer,
    IssueLetter,
    PlaceInBranch,
    PlaceOrganisation,
    PresentOutsideLetter,
    RecordOutsideReceipt,
    RefuseRelease,
    ReissueLetter,
    RequestTransfer,
    ReturnReceipt,
    ReturnTransfer,
    TransferCommand,
    WithdrawTransfer,
)
from services.membership.domain.transfer.folding import evolve, fold
from services.membership.domain.transfer.transfer import Transfer, initial

__all__ = [
    "Case",
    "Transfer",
    "case_of",
    "decide",
    "evolve",
    "fold",
    "further_streams",
    "initial",
    "streams_needed",
]


def decide(command: TransferCommand, case: Case) -> tuple[DomainEvent, ...]:
    """What follows from ``command`` in all streams it touches; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    return _DECIDE[type(command)](command, case)


_DECIDE: dict[type, Callable[[Any, Case], tuple[DomainEvent, ...]]] = {
    RequestTransfer: request.request,
    ApproveRelease: request.approve,
    RefuseRelease: request.refuse,
    IssueLetter: letter.issue,
    PresentOutsideLetter: letter.present,
    ExpireTransfer: letter.expire,
    ReissueLetter: letter.reissue,
    WithdrawTransfer: request.withdraw,
    AcceptTransfer: acceptance.accept,
    ReturnTransfer: acceptance.send_back,
    PlaceInBranch: placement.place_in_branch,
    PlaceOrganisation: placement.place_organisation,
    ReturnReceipt: placement.return_receipt,
    RecordOutsideReceipt: placement.record_outside_receipt,
    EraseIncoming: forgetting.erase_incoming,
}
