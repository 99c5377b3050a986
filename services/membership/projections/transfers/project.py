"""How the steps of transfers become rows."""

from collections.abc import Callable
from typing import Any

from services.membership.codec import FORM
from services.membership.domain.member.details import IncomingMember
from services.membership.domain.member.events import (
    MemberRegistered,
)
from services.membership.domain.member.leaving_events import (
    MemberForgotten,
)
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
    TransferExpired,
    TransferRequested,
    TransferReturned,
    TransferWithdrawn,
)
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.transfers.table import (
    ARRIVING,
    SIDES,
    TABLES,
    TRANSFERS,
    TRAVELLERS,
    Side,
)
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

Values = dict[str, Any]


def _requested(event: TransferRequested, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        TRANSFERS,
        {
            "transfer_id": event.transfer_id,
            "kind": event.kind,
            "reason": event.reason,
            "reason_since": event.reason_since,
            "stage": Stage.REQUESTED,
            "releasing_id": event.releasing.organisation_id,
            "releasing_name": event.releasing.name,
            "releasing_province": event.releasing.province,
            "receiving_id": event.receiving.organisation_id,
            "receiving_name": event.receiving.name,
            "receiving_province": event.receiving.province,
            "organisation_id": event.organisation_id,
            "members": len(event.member_ids),
            "requested_on": event.effective_date,
            "changed_on": event.effective_date,
            "version": record.version,
        },
    )
    _side(event.transfer_id, Side.RELEASING, event.releasing.organisation_id, rows)
    _side(event.transfer_id, Side.RECEIVING, event.receiving.organisation_id, rows)
    _side(event.transfer_id, Side.MOVING, event.organisation_id, rows)
    for number, member_id in enumerate(event.member_ids, 1):
        traveller = {"transfer_id": event.transfer_id, "member_id": member_id}
        rows.insert(TRAVELLERS, {**traveller, "number": number, "carried": False})
    for person in event.incoming:
        rows.upsert(ARRIVING, _arriving(event.transfer_id, person))


def _side(transfer_id: str, side: Side, organisation_id: str, rows: Rows) -> None:
    if organisation_id:  # a side outside the city's tree has none
        key = {"transfer_id": transfer_id, "side": side}
        rows.upsert(SIDES, {**key, "organisation_id": organisation_id})


def _arriving(transfer_id: str, person: IncomingMember) -> Values:
    details = person.details
    return {
        "member_id": person.member_id,
        "transfer_id": transfer_id,
        "standing": details.standing,
        "member_class": details.member_class,
        "education": details.education,
        "gender": details.gender,
        "birth_date": details.birth_date,
        "join_date": details.join_date,
        "full_date": details.full_date,
        "sealed": person.sealed,
    }


def _released(event: ReleaseApproved, record: StoredEvent, rows: Rows) -> None:
    _step(event, record, rows, stage=Stage.RELEASED, released_by=event.approved_by)
    _side(event.transfer_id, Side.RELEASED_BY, event.approved_by, rows)


def _lettered(
    event: LetterIssued | OutsideLetterPresented | LetterReissued, record: StoredEvent, rows: Rows
) -> None:
    _step(
        event,
        record,
        rows,
        stage=Stage.AWAITING_ACCEPTANCE,
        letter=event.letter.text,
        letter_issued_on=event.letter.issued_on,
        valid_until=event.letter.valid_until,
    )


def _accepted(event: TransferAccepted, record: StoredEvent, rows: Rows) -> None:
    _step(
        event,
        record,
        rows,
        stage=Stage.ACCEPTED,
        accepted_by=event.accepted_by,
        accepted_on=event.effective_date,
        carried=len(event.member_ids),
    )
    _side(event.transfer_id, Side.ACCEPTED_BY, event.accepted_by, rows)
    for member_id in event.member_ids:
        traveller = {"transfer_id": event.transfer_id, "member_id": member_id}
        rows.update(TRAVELLERS, traveller, {"carried": True})


def _placed(event: PlacedInBranch, record: StoredEvent, rows: Rows) -> None:
    _placed_in(event, record, rows, event.organisation_id)


def _organisation_placed(event: OrganisationPlaced, record: StoredEvent, rows: Rows) -> None:
    _placed_in(event, record, rows, event.under or event.into)


def _placed_in(
    event: PlacedInBranch | OrganisationPlaced, record: StoredEvent, rows: Rows, place: str
) -> None:
    day = event.effective_date
    _step(event, record, rows, stage=Stage.PLACED, placed_in=place, placed_on=day)
    _side(event.transfer_id, Side.PLACED_IN, place, rows)


def _refused(stage: Stage) -> Callable[[Any, StoredEvent, Rows], None]:
    return lambda event, record, rows: _step(
        event, record, rows, stage=stage, cause=event.cause, cause_text=event.cause_text
    )


def _withdrawn(event: TransferWithdrawn, record: StoredEvent, rows: Rows) -> None:
    _step(event, record, rows, stage=Stage.WITHDRAWN, cause_text=event.cause_text)


def _now(stage: Stage) -> Callable[[Any, StoredEvent, Rows], None]:
    return lambda event, record, rows: _step(event, record, rows, stage=stage)


def _step(event: Any, record: StoredEvent, rows: Rows, **values: object) -> None:
    values |= {"changed_on": event.effective_date, "version": record.version}
    rows.update(TRANSFERS, {"transfer_id": event.transfer_id}, values)


def _arrived(event: MemberRegistered, _: StoredEvent, rows: Rows) -> None:
    if event.transfer_id is not None:
        rows.delete(ARRIVING, {"member_id": event.member_id})


def _forgotten(event: MemberForgotten, _: StoredEvent, rows: Rows) -> None:
    rows.delete(ARRIVING, {"member_id": event.member_id})


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "membership.transfers",
    TABLES,
    "1",
    {
        TransferRequested: _requested,
        ReleaseApproved: _released,
        ReleaseRefused: _refused(Stage.RELEASE_REFUSED),
        LetterIssued: _lettered,
        OutsideLetterPresented: _lettered,
        TransferExpired: _now(Stage.EXPIRED),
        LetterReissued: _lettered,
        TransferAccepted: _accepted,
        TransferReturned: _refused(Stage.RETURNED),
        TransferWithdrawn: _withdrawn,
        PlacedInBranch: _placed,
        OrganisationPlaced: _organisation_placed,
        ReceiptReturned: _now(Stage.RECEIPT_RETURNED),
        MemberRegistered: _arrived,
        MemberForgotten: _forgotten,
    },
)
