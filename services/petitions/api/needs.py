"""What an appeal needs of the resident units, and what became of it on their lists."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from services.petitions.api.allowing import allow_petition
from services.petitions.api.fields import PetitionPath
from services.petitions.api.office import Looked
from services.petitions.application.reading import Reader
from services.petitions.domain.petition.causes import NeedKind, NeedOutcome
from services.petitions.domain.petition.events import NeedAnswered, NeedPublished, NeedWithdrawn
from shared.access.permissions import Permission
from shared.http.fields import labels
from shared.http.service_app import service_router

router = service_router(404, tags=["诉求 petitions"])


class PublicNeed(BaseModel):
    """A need as the appellant sees it."""

    kind: NeedKind = Field(description=labels(NeedKind))
    kind_label: str
    outcome: NeedOutcome | None = Field(description=f"空为尚无结果;{labels(NeedOutcome)}")
    outcome_label: str
    outcome_at: datetime | None


class NeedShown(PublicNeed):
    """A need as offices see it."""

    need_id: str = Field(description="需求编号,即资源服务需求清单中的编号")
    place: str
    amount: int
    measure: str
    wanted_from: date
    wanted_until: date
    withdrawn: bool
    reference: str = Field(description="资源服务中的认领或清单编号")


class NeedsShown(BaseModel):
    items: list[NeedShown]


@router.get("/petitions/{petition_id}/needs", summary="查看诉求的需求及其落实情况")
def needs(petition_id: PetitionPath, looked: Looked) -> NeedsShown:
    """Read from the appeal's own log, so it is never behind."""
    allow_petition(looked, Permission.PETITION_READ, petition_id)
    events = Reader(looked.office.petitions, looked.office.words).events(petition_id)
    return NeedsShown(items=needs_of(events))


def needs_of(events: Iterable[Any]) -> list[NeedShown]:
    """Each need as it stands, in the order in which they were published."""
    found: dict[str, NeedShown] = {}
    for event in events:
        if isinstance(event, NeedPublished):
            found[event.need.need_id] = _published(event)
        elif isinstance(event, NeedWithdrawn):
            found[event.need_id].withdrawn = True
        elif isinstance(event, NeedAnswered):
            need = found[event.need_id]
            need.outcome, need.outcome_label = event.outcome, event.outcome.label
            need.outcome_at, need.reference = event.at, event.reference
    return list(found.values())


def _published(event: NeedPublished) -> NeedShown:
    need = event.need
    return NeedShown(
        need_id=need.need_id,
        kind=need.kind,
        kind_label=need.kind.label,
        place=need.place_code,
        amount=need.amount,
        measure=need.measure,
        wanted_from=need.wanted_from,
        wanted_until=need.wanted_until,
        withdrawn=False,
        outcome=None,
        outcome_label="",
        outcome_at=None,
        reference="",
    )
