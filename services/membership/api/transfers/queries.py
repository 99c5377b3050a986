"""Looking transfers up: by stage, kind, side and period."""

from typing import Annotated

from fastapi import Query

from services.membership.api.allowing import allow_transfer
from services.membership.api.fields import TransferPath
from services.membership.api.members.history import HistoryShown, history_shown
from services.membership.api.office import Looked, Office
from services.membership.api.transfers.shown import (
    MOST_TRAVELLERS,
    OneTransferShown,
    TransfersShown,
    transfer_shown,
    travellers_shown,
)
from services.membership.domain.transfer.causes import TransferKind
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
)
from services.membership.projections.transfers.table import Side
from shared.access.permissions import Permission
from shared.http.fields import Day, Within, labels
from shared.http.looking import USUAL, After, Looking, PageSize
from shared.http.preconditions import set_version
from shared.http.read_after import NotYetVisible
from shared.http.service_app import service_router

router = service_router(404, tags=["转接 transfers"])
VIEWS = (PROJECTION.name, TREE.name)
READ = Permission.TRANSFER_READ


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
    return TransfersShown(
        items=[transfer_shown(row) for row in page.items], following=page.following
    )


@router.get("/transfers/{transfer_id}", summary="查看一项转接")
def one(
    transfer_id: TransferPath,
    looked: Looked,
    skip: Annotated[int, Query(ge=0, le=1_000_000, description="跳过前几名转接人员")] = 0,
) -> OneTransferShown:
    """One transfer with a side in your scope, and who travels."""
    allow_transfer(looked, READ, transfer_id)
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
        **transfer_shown(row).model_dump(),
        travellers=travellers_shown(looked.office.sealer, people, sealed),
    )


@router.get("/transfers/{transfer_id}/history", summary="查看转接的全过程")
def steps(
    transfer_id: TransferPath, looked: Looked, after: After = None, limit: PageSize = USUAL
) -> HistoryShown:
    """Its steps and those of its letters, the latest first."""
    allow_transfer(looked, READ, transfer_id)
    with looked.view(history.PROJECTION.name) as connection:
        page = history_queries.of_transfer(connection, transfer_id, after=after, limit=limit)
    return history_shown(page)


def _everywhere(looked: Looking[Office]) -> tuple[str, ...]:
    """Both sides see who travels, wherever in the tree he belongs."""
    tree = looked.office.membership.organisations()
    return tuple(tree.path(root) for root in tree.children(None))
