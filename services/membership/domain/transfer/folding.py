"""How a transfer goes on by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from services.membership.domain.transfer.events import (
    LetterIssued,
    LetterReissued,
    OrganisationPlaced,
    OutsideLetterPresented,
    PlacedInBranch,
    ReceiptReturned,
    ReleaseApproved,
    ReleaseRefused,
    TransferAccepted,
    TransferEvent,
    TransferExpired,
    TransferRequested,
    TransferReturned,
    TransferWithdrawn,
)
from services.membership.domain.transfer.transfer import Stage, Transfer, initial


def fold(events: Iterable[TransferEvent], transfer: Transfer = initial) -> Transfer:
    """The transfer after all ``events``."""
    return reduce(evolve, events, transfer)


def evolve(transfer: Transfer, event: TransferEvent) -> Transfer:
    """The transfer after one more event."""
    return _APPLY[type(event)](transfer, event)


def _requested(_: Transfer, event: TransferRequested) -> Transfer:
    return Transfer(
        transfer_id=event.transfer_id,
        stage=Stage.REQUESTED,
        kind=event.kind,
        reason=event.reason,
        releasing=event.releasing,
        receiving=event.receiving,
        member_ids=event.member_ids,
        organisation_id=event.organisation_id,
        incoming=event.incoming,
        changed_on=event.effective_date,
    )


def _released(transfer: Transfer, event: ReleaseApproved) -> Transfer:
    return replace(
        transfer,
        stage=Stage.RELEASED,
        released_by=event.approved_by,
        changed_on=event.effective_date,
    )


def _lettered(transfer: Transfer, event: LetterIssued | OutsideLetterPresented) -> Transfer:
    return replace(
        transfer,
        stage=Stage.AWAITING_ACCEPTANCE,
        letter=event.letter,
        changed_on=event.effective_date,
    )


def _reissued(transfer: Transfer, event: LetterReissued) -> Transfer:
    return replace(
        transfer,
        stage=Stage.AWAITING_ACCEPTANCE,
        letter=event.letter,
        replaced=event.replaced.text,
        changed_on=event.effective_date,
    )


def _accepted(transfer: Transfer, event: TransferAccepted) -> Transfer:
    return replace(
        transfer,
        stage=Stage.ACCEPTED,
        carried=event.member_ids,
        accepted_by=event.accepted_by,
        changed_on=event.effective_date,
    )


def _placed(transfer: Transfer, event: PlacedInBranch) -> Transfer:
    return replace(
        transfer,
        stage=Stage.PLACED,
        placed_in=event.organisation_id,
        changed_on=event.effective_date,
    )


def _organisation_placed(transfer: Transfer, event: OrganisationPlaced) -> Transfer:
    return replace(
        transfer,
        stage=Stage.PLACED,
        placed_in=event.under or event.into,
        changed_on=event.effective_date,
    )


def _now(stage: Stage) -> Callable[[Transfer, Any], Transfer]:
    return lambda transfer, event: replace(transfer, stage=stage, changed_on=event.effective_date)


_APPLY: dict[type, Callable[[Transfer, Any], Transfer]] = {
    TransferRequested: _requested,
    ReleaseApproved: _released,
    ReleaseRefused: _now(Stage.RELEASE_REFUSED),
    LetterIssued: _lettered,
    OutsideLetterPresented: _lettered,
    TransferExpired: _now(Stage.EXPIRED),
    LetterReissued: _reissued,
    TransferAccepted: _accepted,
    TransferReturned: _now(Stage.RETURNED),
    TransferWithdrawn: _now(Stage.WITHDRAWN),
    PlacedInBranch: _placed,
    OrganisationPlaced: _organisation_placed,
    ReceiptReturned: _now(Stage.RECEIPT_RETURNED),
}
