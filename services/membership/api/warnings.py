"""Members to look after: pocket members, overdue contact, lost contact, rectification (提醒)."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.membership.api.members.shown import PersonShown, masked, opened
from services.membership.api.office import Looked
from services.membership.domain.member.warnings import WarningReason
from services.membership.projections import warnings
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.projections.organisations.project import PROJECTION as TREE
from services.membership.projections.transfers.project import PROJECTION as TRANSFERS
from services.membership.projections.warnings import Look
from shared.access.permissions import Permission
from shared.http.fields import Within, labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(404, tags=["提醒 warnings"])
VIEWS = (REGISTER.name, TRANSFERS.name, TREE.name)


class WarningShown(BaseModel):
    """It stands from the day ``since`` on."""

    reason: WarningReason = Field(description=labels(WarningReason))
    label: str
    since: date
    rule: str | None = Field(description="所依据的规则")
    value: int | None = Field(description="规则的数值")


class WarnedShown(BaseModel):
    member_id: str
    person: PersonShown
    organisation_id: str
    path: str
    warnings: list[WarningShown]


class WarningsShown(BaseModel):
    today: date
    items: list[WarnedShown]
    following: str | None


@router.get("/warnings", summary="需要关注的党员")
def listed(
    looked: Looked,
    within: Within = None,
    reason: Annotated[WarningReason | None, Query(description=labels(WarningReason))] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> WarningsShown:
    """Drawn from the register and the transfers by the rules in force today; nothing is done by itself.

    Who was to come from outside and whose letter expired is shown to the receiving organisation.
    """
    look = Look(looked.today, looked.office.membership.rules(), reason)
    roots = looked.roots(Permission.MEMBER_READ, within)
    with looked.view(*VIEWS) as connection:
        page = warnings.listed(connection, roots, look, after=after, limit=limit)
    sealed = [(one.member_id, one.sealed) for one in page.items]
    people = opened(looked.office.sealer, sealed)
    return WarningsShown(
        today=look.today,
        items=[
            WarnedShown(
                member_id=one.member_id,
                person=masked(person),
                organisation_id=one.organisation_id,
                path=one.path,
                warnings=[
                    WarningShown(
                        reason=w.reason,
                        label=w.reason.label,
                        since=w.since,
                        rule=w.rule,
                        value=w.value,
                    )
                    for w in one.warnings
                ],
            )
            for one, person in zip(page.items, people, strict=True)
        ],
        following=page.following,
    )
