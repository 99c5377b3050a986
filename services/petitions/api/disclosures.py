"""For auditors: who read which words, and whose name, in clear."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.petitions.api.allowing import sight
from services.petitions.api.fields import PetitionId
from services.petitions.api.office import Looked
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.projections.appeals import project as appeals
from services.petitions.projections.appeals.queries import is_in
from services.petitions.projections.disclosures import DISCLOSURES
from shared.access.permissions import Permission
from shared.http.disclosures import AuditedReading, shown
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(tags=["诉求 petitions"])


class DisclosureShown(AuditedReading):
    """Somebody read something in clear."""

    petition_id: str
    purpose: DisclosurePurpose = Field(description=labels(DisclosurePurpose))


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
    seen = is_in(DISCLOSURES.subject, sight(looked, Permission.AUDIT_READ))
    with looked.view(DISCLOSURES.projection.name, appeals.PROJECTION.name) as connection:
        page = DISCLOSURES.listed(
            connection, seen, of=petition_id, reader=reader, after=after, limit=limit
        )
    return DisclosuresShown(
        items=shown(page, DisclosureShown, "petition_id"), following=page.following
    )
