"""For auditors: who read which words, and whose name, in clear."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.petitions.api.allowing import sight
from services.petitions.api.fields import PetitionId
from services.petitions.api.office import Looked
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.projections import disclosures
from services.petitions.projections.appeals import project as appeals
from shared.access.permissions import Permission
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(tags=["诉求 petitions"])


class DisclosureShown(BaseModel):
    """Somebody read something in clear."""

    event_id: str
    petition_id: str
    reader: str = Field(description="查阅账号")
    purpose: DisclosurePurpose = Field(description=labels(DisclosurePurpose))
    purpose_label: str
    fields: list[str]
    read_at: datetime


class DisclosuresShown(BaseModel):
    items: list[DisclosureShown]
    following: str | None


@router.get("/disclosures", summary="查看查阅记录")
def readings(
    looked: Looked,
    petition_id: PetitionId | None = None,
    reader: Annotated[str | None, Query(max_length=128, description="查阅账号")] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> DisclosuresShown:
    """Readings of the appeals in your sight, the latest first."""
    seen = sight(looked, Permission.AUDIT_READ)
    with looked.view(disclosures.PROJECTION.name, appeals.PROJECTION.name) as connection:
        page = disclosures.listed(
            connection, seen, petition_id=petition_id, reader=reader, after=after, limit=limit
        )
    return DisclosuresShown(
        items=[
            DisclosureShown(**row._asdict(), purpose_label=row.purpose.label) for row in page.items
        ],
        following=page.following,
    )
