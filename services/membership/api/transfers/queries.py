"""Looking transfers up: by stage, kind, side and period."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.membership.api.fields import Day, TransferPath, Within, labels
from services.membership.api.looking import USUAL, After, Looked, Looking, NotYetVisible, PageSize
from services.membership.api.members.history import HistoryShown, history_shown
from services.membership.api.members.shown import PersonShown, masked, opened
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.history import project as history
from services.membership.projections.history import queries as history_queries
from services.membership.projections.members import queries as register
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.projections.organisations.project import PROJECTION as TREE
from services.membership.projections.transfers import queries
from services.membership.projections.transfers.project import PROJECTION
from services.membership.projections.transfers.queries import (
    TransferFilter,
    TransferRow,
    Traveller,
)
from services.membership.projections.transfers.table import Side
from shared.access.permissions import Permission
from shared.http.preconditions import set_version
from shared.http.service_app import service_router

router = service_router(404, tags=["转接 transfers"])
VIEWS = (PROJECTION.name, TREE.name)
READ = Permission.TRANSFER_READ
MOST_TRAVELLERS = 200


class TransferShown(BaseModel):
    """A transfer as it stands. A side inside the city has an id, one outside a name and province."""

    transfer_id: str
    kind: TransferKind
    kind_label: str
    reason: TransferReason
    reason_label: str
    reason_since: date | None
    stage: Stage = Field(description=labels(Stage))
    stage_label: str
    releasing_id: str
    releasing_name: str
    releasing_province: str
    receiving_id: str
    receiving_name: str
    receiving_province: str
    organisation_id: str = Field(description="整建制转接的党组织")
    members: int = Field(description="申请转接人数")
    carried: int | None = Field(description="实际接收人数")
    requested_on: date
    released_by: str | None
    letter: str | None = Field(description="介绍信编号")
    letter_issued_on: date | None
    valid_until: date | None = Field(description="介绍信有效期至(含)")
    accepted_by: str | None
    accepted_on: date | None
    placed_in: str | None
    placed_on: date | None
    cause: RefusalCause | None
    cause_label: str | None
    cause_text: str | None
    changed_on: date
    version: int


class TravellerShown(BaseModel):
    """Who travels, shown in part to either side."""

    member_id: str
    person: PersonShown
    carried: bool = Field(description="已随转接接收")


class OneTransferShown(TransferShown):
    travellers: list[TravellerShown] = Field(description=f"自 skip 起至多 {MOST_TRAVELLERS} 人")


class TransfersShown(BaseModel):
    items: list[TransferShown]
    following: str | None


@router.get("/transfers", summary="查询转接")
def listed(
    looked: Looked,
    *,
    stage: Annotated[list[Stage] | None, Query(description=labels(Stage))] = None,
    kind: TransferKind | None = None,
    within: Within = None,
    side: Annotated[Side | None, Query(description="within 所指的一方;不填为任意一方")] = None,
    member_id: Annotated[str | None, Query(max_length=64)] = None,
    requested_from: Annotated[Day | None, Query()] = None,
    requested_to: Annotated[Day | None, Query()] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> TransfersShown:
    """Transfers with a side in your scope, the latest request first."""
    which = TransferFilter(
        stages=tuple(stage) if stage else None,
        kind=kind,
        within=looked.roots(READ, within)[0] if within else None,
        side=side,
        member_id=member_id,
        requested_from=requested_from,
        requested_to=requested_to,
    )
    roots = looked.roots(READ)
    with looked.view(*VIEWS) as connection:
        page = queries.listed(connection, roots, which, after=after, limit=limit)
    return TransfersShown(items=[_shown(row) for row in page.items], following=page.following)


@router.get("/transfers/{transfer_id}", summary="查看一项转接")
def one(
    transfer_id: TransferPath,
    looked: Looked,
    skip: Annotated[int, Query(ge=0, le=1_000_000, description="跳过前几名转接人员")] = 0,
) -> OneTransferShown:
    """One transfer with a side in your scope, and who travels."""
    looked.reach.allow_transfer(READ, transfer_id)
    roots = looked.roots(READ)
    with looked.view(*VIEWS, REGISTER.name) as connection:
        row = queries.get(connection, transfer_id, roots)
        if row is None:
            raise NotYetVisible
        people = queries.travellers(connection, transfer_id, roots)[skip : skip + MOST_TRAVELLERS]
        known = register.several(connection, [p.member_id for p in people], _everywhere(looked))
    set_version(looked.response, row.version)
    sealed = {member.member_id: member.sealed for member in known}
    return OneTransferShown(
        **_shown(row).model_dump(), travellers=_travellers(looked, people, sealed)
    )


@router.get("/transfers/{transfer_id}/history", summary="查看转接的全过程")
def steps(
    transfer_id: TransferPath, looked: Looked, after: After = None, limit: PageSize = USUAL
) -> HistoryShown:
    """Its steps and those of its letters, the latest first."""
    looked.reach.allow_transfer(READ, transfer_id)
    with looked.view(history.PROJECTION.name) as connection:
        page = history_queries.of_transfer(connection, transfer_id, after=after, limit=limit)
    return history_shown(page)


def _everywhere(looked: Looking) -> tuple[str, ...]:
    """Both sides see who travels, wherever in the tree he belongs."""
    tree = looked.reach.tree
    return tuple(tree.path(root) for root in tree.children(None))


def _travellers(
    looked: Looking, people: list[Traveller], sealed: dict[str, str]
) -> list[TravellerShown]:
    texts = [
        (one.member_id, one.arriving.sealed if one.arriving else sealed.get(one.member_id, ""))
        for one in people
    ]
    return [
        TravellerShown(member_id=one.member_id, person=masked(person), carried=one.carried)
        for one, person in zip(people, opened(looked.office.sealer, texts), strict=True)
    ]


def _shown(row: TransferRow) -> TransferShown:
    return TransferShown(
        **{name: getattr(row, name) for name in _SAME},
        kind_label=row.kind.label,
        reason_label=row.reason.label,
        stage_label=row.stage.label,
        cause_label=row.cause.label if row.cause else None,
    )


_SAME = TransferShown.model_fields.keys() & TransferRow.__dataclass_fields__.keys()
