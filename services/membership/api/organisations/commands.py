"""What can be done to the organisation tree."""

from typing import Annotated

from pydantic import Field

from services.membership.api.office import Asked
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    EstablishOrganisation,
    MergeOrganisation,
    MoveOrganisation,
    RecordReElection,
    RenameOrganisation,
)
from services.membership.domain.terms import OrganisationForm, OrganisationKind
from shared.access.permissions import Permission
from shared.http.answers import UNCHANGED, Done
from shared.http.fields import Dated, DivisionCode, Name, OrganisationId, OrganisationPath, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["党组织 organisations"])
ORGANISATION = "/organisations/{organisation_id}"


class Establishing(Dated):
    """A new organisation; whoever sets it up chooses its id."""

    organisation_id: OrganisationId
    name: Name
    kind: Annotated[OrganisationKind, Field(description=labels(OrganisationKind))]
    superior_id: Annotated[OrganisationId | None, Field(description="上级党组织")] = None
    division_code: DivisionCode | None = None
    form: Annotated[OrganisationForm, Field(description=labels(OrganisationForm))] = (
        OrganisationForm.REGULAR
    )
    may_transfer: Annotated[
        bool | None, Field(description="有无预备党员审批权限;不填按类别的默认")
    ] = None
    units: Annotated[
        list[Name], Field(default_factory=list, max_length=50, description="联合党支部覆盖的单位")
    ]


class Renaming(Dated):
    name: Name


class Moving(Dated):
    superior_id: OrganisationId


class Merging(Dated):
    into_id: OrganisationId


@router.post("/organisations", status_code=201, responses=UNCHANGED, summary="设立党组织")
def establish(body: Establishing, asked: Asked) -> Done:
    """Set up an organisation below one of yours; a root only if your role is bound to it."""
    if body.superior_id is None:
        asked.reach.allow_founding(Permission.ORGANISATION_ESTABLISH, body.organisation_id)
    else:
        asked.reach.allow(Permission.ORGANISATION_ESTABLISH, body.superior_id, "superior_id")
    return asked.carry_out(
        EstablishOrganisation(
            **asked.stamp(body.effective_date),
            organisation_id=body.organisation_id,
            name=body.name,
            kind=body.kind,
            superior_id=body.superior_id,
            division_code=body.division_code,
            form=body.form,
            may_transfer=body.may_transfer,
            units=tuple(body.units),
        )
    )


@router.post(f"{ORGANISATION}/rename", summary="更名")
def rename(organisation_id: OrganisationPath, body: Renaming, asked: Asked) -> Done:
    """Give the organisation another name; its id stays."""
    asked.reach.allow(Permission.ORGANISATION_RENAME, organisation_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        RenameOrganisation(**stamp, organisation_id=organisation_id, name=body.name)
    )


@router.post(f"{ORGANISATION}/move", summary="变更隶属")
def move(organisation_id: OrganisationPath, body: Moving, asked: Asked) -> Done:
    """Place it, with everything below it, under another superior; both must be in your scope."""
    asked.reach.allow(Permission.ORGANISATION_MOVE, body.superior_id, "superior_id")
    asked.reach.allow(Permission.ORGANISATION_MOVE, organisation_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        MoveOrganisation(**stamp, organisation_id=organisation_id, superior_id=body.superior_id)
    )


@router.post(f"{ORGANISATION}/merge", summary="并入")
def merge(organisation_id: OrganisationPath, body: Merging, asked: Asked) -> Done:
    """End it; another of the same kind takes over what stands below it and its members."""
    asked.reach.allow(Permission.ORGANISATION_MERGE, body.into_id, "into_id")
    asked.reach.allow(Permission.ORGANISATION_MERGE, organisation_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        MergeOrganisation(**stamp, organisation_id=organisation_id, into_id=body.into_id)
    )


@router.post(f"{ORGANISATION}/dissolve", summary="撤销")
def dissolve(organisation_id: OrganisationPath, body: Dated, asked: Asked) -> Done:
    """End it; its superior answers for its members."""
    asked.reach.allow(Permission.ORGANISATION_DISSOLVE, organisation_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(DissolveOrganisation(**stamp, organisation_id=organisation_id))


@router.post(f"{ORGANISATION}/re-election", summary="换届")
def re_elect(organisation_id: OrganisationPath, body: Dated, asked: Asked) -> Done:
    """It elected its committee on the effective date; a new term begins."""
    asked.reach.allow(Permission.ORGANISATION_ELECT, organisation_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RecordReElection(**stamp, organisation_id=organisation_id))
