"""Everything that happened to a member, and who read what identifies him."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.office import Looked
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.projections.disclosures import DISCLOSURES
from services.membership.projections.history import project, queries
from services.membership.projections.history.queries import HistoryEntry
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.projections.members.queries import in_scope
from shared.access.permissions import Permission
from shared.http.disclosures import AuditedReading, shown
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router
from shared.paging import Page

router = service_router(404, tags=["党员 members"])
VIEW = project.PROJECTION.name
MEMBER = "/members/{member_id}"


class ChangeShown(BaseModel):
    """One particular that was changed or said; personal data is only said to have been given."""

    field: str
    label: str
    before: str | None
    after: str | None
    before_label: str | None
    after_label: str | None


class EntryShown(BaseModel):
    """One thing that happened."""

    event_id: str
    type: str
    label: str = Field(description="事项名称")
    transfer_id: str | None
    effective_date: date = Field(description="生效日期")
    recorded_at: datetime = Field(description="记录时间(UTC)")
    actor: str = Field(description="经办账号")
    changes: list[ChangeShown]


class HistoryShown(BaseModel):
    items: list[EntryShown]
    following: str | None


class ReadingShown(AuditedReading):
    """Somebody read a person's data in clear."""

    member_id: str
    purpose: DisclosurePurpose = Field(description=labels(DisclosurePurpose))


class ReadingsShown(BaseModel):
    items: list[ReadingShown]
    following: str | None


@router.get(f"{MEMBER}/history", summary="查看党员的全部经历")
def history(
    member_id: MemberPath, looked: Looked, after: After = None, limit: PageSize = USUAL
) -> HistoryShown:
    """All that happened to him, from every stream that touches him, the latest first."""
    allow_member(looked, Permission.MEMBER_READ, member_id)
    roots = looked.roots(Permission.MEMBER_READ)
    with looked.view(VIEW, REGISTER.name) as connection:
        page = queries.of_member(connection, member_id, roots, after=after, limit=limit)
    return history_shown(page)


@router.get("/disclosures", summary="查看个人信息查阅记录")
def readings(
    looked: Looked,
    member_id: str | None = None,
    reader: str | None = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> ReadingsShown:
    """For auditors: who read whose data, when and what for."""
    roots = looked.roots(Permission.AUDIT_READ)
    with looked.view(DISCLOSURES.projection.name, REGISTER.name) as connection:
        seen = in_scope(DISCLOSURES.subject, roots)
        page = DISCLOSURES.listed(
            connection, seen, of=member_id, reader=reader, after=after, limit=limit
        )
    return ReadingsShown(items=shown(page, ReadingShown, "member_id"), following=page.following)


def history_shown(page: Page[HistoryEntry]) -> HistoryShown:
    return HistoryShown(
        items=[EntryShown.model_validate(entry, from_attributes=True) for entry in page.items],
        following=page.following,
    )
