"""What can be asked of the organisation tree."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.membership.api.office import Looked
from services.membership.domain.organisation.advice import advise
from services.membership.domain.terms import OrganisationForm, OrganisationKind
from services.membership.projections.members import counts
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.projections.organisations import queries
from services.membership.projections.organisations.project import PROJECTION
from services.membership.projections.organisations.queries import (
    OrganisationFilter,
    OrganisationRow,
)
from shared.access.permissions import Permission
from shared.http.fields import OrganisationPath, labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.preconditions import set_version
from shared.http.read_after import NotYetVisible
from shared.http.service_app import service_router

router = service_router(404, tags=["党组织 organisations"])
ORGANISATION = "/organisations/{organisation_id}"
TREE = PROJECTION.name
READ = Permission.ORGANISATION_READ


class OrganisationShown(BaseModel):
    """An organisation as the tree shows it."""

    organisation_id: str
    name: str
    kind: OrganisationKind = Field(description=labels(OrganisationKind))
    kind_label: str
    superior_id: str | None
    path: str = Field(description="从根到本组织的编码,以 / 相连")
    division_code: str | None
    form: OrganisationForm
    form_label: str
    may_transfer: bool = Field(description="有无预备党员审批权限")
    units: list[str]
    living: bool
    successor_id: str | None = Field(description="撤并后由谁负责其党员")
    established_on: date
    changed_on: date
    term_ends_on: date | None


class OrganisationsShown(BaseModel):
    items: list[OrganisationShown]
    following: str | None = Field(description="下一页的 after;空表示已到末页")


class AdviceShown(BaseModel):
    """Something to consider; never applied by itself."""

    slug: str
    reason: str
    rule: str
    number: int
    source: str


class AdviceList(BaseModel):
    organisation_id: str
    full_members: int = Field(description="本级及下级正式党员数")
    members: int = Field(description="本级及下级正式党员与预备党员数")
    advice: list[AdviceShown]


@router.get("/organisations", summary="查询党组织(本级及下级)")
def listed(
    looked: Looked,
    *,
    within: Annotated[str | None, Query(max_length=36, description="该党组织及其下级")] = None,
    superior_id: Annotated[str | None, Query(max_length=36, description="直接上级")] = None,
    kind: OrganisationKind | None = None,
    form: OrganisationForm | None = None,
    name: Annotated[str | None, Query(max_length=100, description="名称包含")] = None,
    living: Annotated[bool | None, Query(description="false 为已撤并的")] = True,
    after: After = None,
    limit: PageSize = USUAL,
) -> OrganisationsShown:
    """Organisations in your scope, superiors before subordinates."""
    roots = looked.roots(READ, within)
    which = OrganisationFilter(
        superior_id=superior_id, kind=kind, form=form, name_contains=name, living=living
    )
    with looked.view(TREE) as connection:
        page = queries.listed(connection, roots, which, after=after, limit=limit)
    return OrganisationsShown(items=[_shown(row) for row in page.items], following=page.following)


@router.get(ORGANISATION, summary="查看一个党组织")
def one(organisation_id: OrganisationPath, looked: Looked) -> OrganisationShown:
    """One organisation, living or ended."""
    looked.reach.allow(READ, organisation_id)
    with looked.view(TREE) as connection:
        row = _found(queries.get(connection, organisation_id, looked.roots(READ)))
    set_version(looked.response, row.version)
    return _shown(row)


@router.get(f"{ORGANISATION}/advice", summary="规模与任期建议")
def advice(organisation_id: OrganisationPath, looked: Looked) -> AdviceList:
    """What rule 5 advises on size and term, each with its reason, rule and source."""
    looked.reach.allow(READ, organisation_id)
    with looked.view(TREE, REGISTER.name) as connection:
        row = _found(queries.get(connection, organisation_id, looked.roots(READ)))
        number = counts.counted(connection, [row.path])[row.path]
    rules = looked.office.membership.rules()
    advised = advise(row.as_organisation(), number.full, number.members, rules, looked.today)
    return AdviceList(
        organisation_id=organisation_id,
        full_members=number.full,
        members=number.members,
        advice=[AdviceShown.model_validate(one, from_attributes=True) for one in advised],
    )


def _found(row: OrganisationRow | None) -> OrganisationRow:
    """The row; the log knows more than the view only for a moment."""
    if row is None:
        raise NotYetVisible
    return row


def _shown(row: OrganisationRow) -> OrganisationShown:
    return OrganisationShown(
        **{name: getattr(row, name) for name in _SAME},
        kind_label=row.kind.label,
        form_label=row.form.label,
    )


_SAME = OrganisationShown.model_fields.keys() & OrganisationRow.__dataclass_fields__.keys()
