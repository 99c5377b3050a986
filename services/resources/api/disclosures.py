"""For auditors: who read whose liaison in clear."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.resources.api.office import Looked
from services.resources.domain.disclosure.events import ReadingPurpose
from services.resources.projections import readings, units
from shared.access.permissions import Permission
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(404, tags=["驻区单位 units"])


class ReadingShown(BaseModel):
    """Somebody read a liaison's name and phone."""

    unit_id: str
    reader: str = Field(description="查阅账号")
    purpose: ReadingPurpose = Field(description=labels(ReadingPurpose))
    purpose_label: str
    read_at: datetime


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
    with looked.view(readings.PROJECTION.name, units.PROJECTION.name) as connection:
        page = readings.listed(connection, codes, unit_id, after, limit)
    shown = [
        ReadingShown(
            unit_id=each.unit_id,
            reader=each.reader,
            purpose=each.purpose,
            purpose_label=each.purpose.label,
            read_at=each.read_at,
        )
        for each in page.items
    ]
    return ReadingsShown(items=shown, following=page.following)
