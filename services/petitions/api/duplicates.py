"""Appeals that may be the same matter as another: hints, with how alike they are and what to do."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.petitions.api.allowing import allow_petition, sight
from services.petitions.api.fields import PetitionPath
from services.petitions.api.office import Looked, Office
from services.petitions.domain.petition.case import Surroundings
from services.petitions.domain.petition.linking import may_be_linked, may_be_repeat
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.words import Status
from services.petitions.domain.rules.names import RuleName
from services.petitions.projections.appeals import project as appeals
from services.petitions.projections.appeals.queries import AppealRow, Sight, main_of
from services.petitions.projections.likeness import project, queries
from services.petitions.projections.likeness.queries import Alike, Matter
from shared.access.permissions import Permission
from shared.clock import city_day
from shared.database import looking_at
from shared.http.fields import labels
from shared.http.looking import USUAL, After, PageSize
from shared.http.service_app import service_router

router = service_router(404, tags=["诉求 petitions"])
VIEW = project.PROJECTION.name
_PERCENT = 100
Step = Literal["link", "mark-repeat"]


class Hint(BaseModel):
    """An appeal that may be the same matter, of the same place and category."""

    petition_id: str
    likeness: float = Field(description="内容相似度,0–1", ge=0, le=1)
    reason: str = Field(description="理由", examples=["同一地点、同一分类,内容相似约 62%"])
    registered_at: datetime
    status: Status = Field(description=labels(Status))
    status_label: str
    step: Step | None = Field(
        description="建议的办法:link 并案(对方尚在办理),mark-repeat 标记重复来访(对方已办结,"
        "或本诉求已有诉求并入、已挂账);空表示本诉求已不能办理这两步"
    )
    with_id: str = Field(description="该办法中填写的诉求编号(main_id 或 earlier_id)")


class Hints(BaseModel):
    items: list[Hint]
    following: str | None = Field(description="下一页的 after;空表示已到末页")
    total: int


@router.get("/petitions/{petition_id}/duplicates", summary="可能重复的诉求")
def duplicates(
    petition_id: PetitionPath, looked: Looked, after: After = None, limit: PageSize = USUAL
) -> Hints:
    """The most alike first; nothing for an appeal whose appellant was forgotten."""
    own = allow_petition(looked, Permission.PETITION_READ, petition_id)
    seen = sight(looked, Permission.PETITION_READ)
    alike = _alike(looked.office, looked.office.petitions.around())
    with looked.view(VIEW, appeals.PROJECTION.name) as connection:
        matter = queries.matter_of(connection, petition_id)
        if matter is None:
            return Hints(items=[], following=None, total=0)
        page, total = queries.similar(connection, seen, matter, alike, after=after, limit=limit)
        items = [_hint(connection, seen, own, *pair) for pair in page.items]
    return Hints(items=items, following=page.following, total=total)


def hints(
    office: Office, around: Surroundings, seen: Sight, matter: Matter, most: int
) -> list[Hint]:
    """The most alike of what is known now."""
    own = office.petitions.petition(matter.petition_id)
    with looking_at(office.engine) as connection:
        found = queries.most_alike(connection, seen, matter, _alike(office, around), most)
        return [_hint(connection, seen, own, *pair) for pair in found]


def _alike(office: Office, around: Surroundings) -> Alike:
    """As the rules of today say."""
    rules, day = around.rules, city_day(office.now())
    least = rules.value(RuleName.DUPLICATE_PERCENT, day)
    return Alike(least / _PERCENT, timedelta(days=rules.value(RuleName.DUPLICATE_WINDOW, day)))


def _hint(
    connection: Connection, seen: Sight, own: Petition, row: AppealRow, likeness: float
) -> Hint:
    main = main_of(connection, row, seen)
    return Hint(
        petition_id=row.petition_id,
        likeness=round(likeness, 2),
        reason=f"同一地点、同一分类,内容相似约 {likeness:.0%}",
        registered_at=row.registered_at,
        status=row.status,
        status_label=row.status.label,
        step=_step(own, main),
        with_id=main.petition_id,
    )


def _step(own: Petition, main: AppealRow) -> Step | None:
    """What can be done, as both stand."""
    if main.status.is_open and may_be_linked(own):
        return "link"
    return "mark-repeat" if may_be_repeat(own, main.petition_id) else None
