"""The releasing side: approve or refuse, write the letter, file what comes back."""

from typing import Annotated

from pydantic import Field

from services.membership.api.allowing import allow_transfer
from services.membership.api.fields import TransferPath
from services.membership.api.office import Asked, Office
from services.membership.domain.transfer.causes import RefusalCause
from services.membership.domain.transfer.commands import (
    ApproveRelease,
    IssueLetter,
    RecordOutsideReceipt,
    RefuseRelease,
    ReissueLetter,
)
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.asking import Asking
from shared.http.fields import Cause, Dated, OrganisationId, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["转接 transfers"])
TRANSFER = "/transfers/{transfer_id}"
LONGEST_VALIDITY = 1_000
By = Annotated[
    OrganisationId, Field(description="以哪个党组织的名义办理(有预备党员审批权限的党委)")
]


class Step(Dated):
    by: By


class Refusing(Step):
    cause: Annotated[RefusalCause, Field(description=labels(RefusalCause))]
    cause_text: Cause = ""


class Writing(Step):
    prefix: Annotated[
        str, Field(min_length=1, max_length=20, description="字号", examples=["雨组转"])
    ]
    valid_days: Annotated[
        int | None, Field(ge=1, le=LONGEST_VALIDITY, description="有效天数;不填按规则表")
    ] = None


class WritingAgain(Writing):
    replaces: Annotated[str, Field(max_length=100, description="原介绍信编号")]


def allow_step(asked: Asking[Office], permission: Permission, transfer_id: str, by: str) -> None:
    """A step is given in the name of ``by``, and only on a transfer the caller may see."""
    asked.reach.roots(permission)
    allow_transfer(asked, Permission.TRANSFER_READ, transfer_id)
    asked.reach.allow(permission, by, "by")


@router.post(f"{TRANSFER}/release-approval", summary="转出审批通过")
def approve(transfer_id: TransferPath, body: Step, asked: Asked) -> Done:
    """The releasing committee approves; it stays responsible until acceptance (条例第二十五条)."""
    allow_step(asked, Permission.TRANSFER_RELEASE, transfer_id, body.by)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(ApproveRelease(**stamp, transfer_id=transfer_id, by=body.by))


@router.post(f"{TRANSFER}/release-refusal", summary="不同意转出")
def refuse(transfer_id: TransferPath, body: Refusing, asked: Asked) -> Done:
    """Never without a stated cause (条例第二十五条)."""
    allow_step(asked, Permission.TRANSFER_RELEASE, transfer_id, body.by)
    return asked.carry_out(
        RefuseRelease(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            cause=body.cause,
            cause_text=body.cause_text,
        )
    )


@router.post(f"{TRANSFER}/letter", summary="开具介绍信")
def issue(transfer_id: TransferPath, body: Writing, asked: Asked) -> Done:
    """The next number of the year's letter book, with its validity and counterfoil."""
    allow_step(asked, Permission.TRANSFER_RELEASE, transfer_id, body.by)
    return asked.carry_out(
        IssueLetter(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            prefix=body.prefix,
            valid_days=body.valid_days,
        )
    )


@router.post(f"{TRANSFER}/letter/reissue", summary="补开介绍信")
def reissue(transfer_id: TransferPath, body: WritingAgain, asked: Asked) -> Done:
    """A new letter in place of the one named; members in its pocket are none any more."""
    allow_step(asked, Permission.TRANSFER_RELEASE, transfer_id, body.by)
    return asked.carry_out(
        ReissueLetter(
            **asked.stamp(body.effective_date),
            transfer_id=transfer_id,
            by=body.by,
            prefix=body.prefix,
            replaces=body.replaces,
            valid_days=body.valid_days,
        )
    )


@router.post(f"{TRANSFER}/outside-receipt", summary="登记市外回执")
def record_outside_receipt(transfer_id: TransferPath, body: Step, asked: Asked) -> Done:
    """The receipt from outside says that the members were accepted there on the effective date."""
    allow_step(asked, Permission.TRANSFER_RELEASE, transfer_id, body.by)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RecordOutsideReceipt(**stamp, transfer_id=transfer_id, by=body.by))
