"""The receiving side: take over or send back, place, return the receipt."""

from typing import Annotated

from pydantic import Field

from services.membership.api.fields import TransferPath
from services.membership.api.office import Asked
from services.membership.api.transfers.release import Refusing, Step, allow_step
from services.membership.domain.transfer.commands import (
    AcceptTransfer,
    PlaceInBranch,
    PlaceOrganisation,
    PresentOutsideLetter,
    ReturnReceipt,
    ReturnTransfer,
)
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Day, OrganisationId
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["转接 transfers"])
TRANSFER = "/transfers/{transfer_id}"
_MAYBE = r"^([0-9a-z][0-9a-z-]{0,35})?$"


class Presenting(Step):
    number: Annotated[str, Field(max_length=100, description="市外介绍信编号")]
    issued_on: Day
    valid_until: Day


class Placing(Step):
    organisation_id: Annotated[OrganisationId, Field(description="编入的支部")]


class PlacingOrganisation(Step):
    """Either ``under`` or ``into``."""

    under: Annotated[str, Field(pattern=_MAYBE, description="隶属于")] = ""
    into: Annotated[str, Field(pattern=_MAYBE, description="并入")] = ""


@router.post(f"{TRANSFER}/outside-letter", summary="出示市外介绍信")
def present(transfer_id: TransferPath, body: Presenting, asked: Asked) -> Done:
    """Record the letter that people from outside bring along."""
    allow_step(asked, Permission.TRANSFER_ACCEPT, transfer_id, body.by)
    return asked.carry_out(
        PresentOutsideLetter(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            number=body.number,
            issued_on=body.issued_on,
            valid_until=body.valid_until,
        )
    )


@router.post(f"{TRANSFER}/acceptance", summary="接收")
def accept(transfer_id: TransferPath, body: Step, asked: Asked) -> Done:
    """From this day the receiving committee is responsible (条例第二十五条)."""
    allow_step(asked, Permission.TRANSFER_ACCEPT, transfer_id, body.by)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(AcceptTransfer(**stamp, transfer_id=transfer_id, by=body.by))


@router.post(f"{TRANSFER}/return", summary="退回")
def send_back(transfer_id: TransferPath, body: Refusing, asked: Asked) -> Done:
    """For a stated cause; what an outside receiver sent back is recorded by the releasing side."""
    allow_step(asked, Permission.TRANSFER_ACCEPT, transfer_id, body.by)
    return asked.carry_out(
        ReturnTransfer(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            cause=body.cause,
            cause_text=body.cause_text,
        )
    )


@router.post(f"{TRANSFER}/placement", summary="编入支部")
def place(transfer_id: TransferPath, body: Placing, asked: Asked) -> Done:
    """Into a branch below the committee that accepted them."""
    allow_step(asked, Permission.TRANSFER_PLACE, transfer_id, body.by)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        PlaceInBranch(
            **stamp, transfer_id=transfer_id, by=body.by, organisation_id=body.organisation_id
        )
    )


@router.post(f"{TRANSFER}/organisation-placement", summary="整建制落位")
def place_organisation(transfer_id: TransferPath, body: PlacingOrganisation, asked: Asked) -> Done:
    """Below an organisation of the receiver's, or merged into one."""
    allow_step(asked, Permission.TRANSFER_PLACE, transfer_id, body.by)
    return asked.carry_out(
        PlaceOrganisation(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            under=body.under,
            into=body.into,
        )
    )


@router.post(f"{TRANSFER}/receipt", summary="回执")
def return_receipt(transfer_id: TransferPath, body: Step, asked: Asked) -> Done:
    """The receipt goes back to the releasing side; nothing is left to do."""
    allow_step(asked, Permission.TRANSFER_PLACE, transfer_id, body.by)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(ReturnReceipt(**stamp, transfer_id=transfer_id, by=body.by))
