"""For auditors: who read whose liaison in clear."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.resources.api.office import Looked
from services.resources.domain.disclosure.events import ReadingPurpose
from services.resources.projections import units
from services.resources.projections.disclosures import DISCLOSURES
from shared.access.permissions import Permission
from shared.http.disclosures import AuditedReading, shown
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(404, tags=["驻区单位 units"])


class ReadingShown(AuditedReading):
    """Somebody read a liaison's name and phone."""

    unit_id: str
    purpose: ReadingPurpose = Field(description=labels(ReadingPurpose))


class ReadingsShown(BaseModel):
    items: list[ReadingShown]
    following: str | None


@router.get("/liaison-readings", summary="查看联络员信息查阅记录")
def listed(
    looked: Looked,
    unit_id: Annotated[str | None, Query(max_length=100)] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> ReadingsShown:
    """Of units in your divisions, the latest first."""
    roots = looked.reach.roots(Permission.AUDIT_READ)
    codes = looked.office.city.codes_below(roots)
    with looked.view(DISCLOSURES.projection.name, units.PROJECTION.name) as connection:
        seen = units.have_premises_in(DISCLOSURES.subject, codes)
        page = DISCLOSURES.listed(connection, seen, of=unit_id, after=after, limit=limit)
    return ReadingsShown(items=shown(page, ReadingShown, "unit_id"), following=page.following)
