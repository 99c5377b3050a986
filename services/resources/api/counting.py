"""How much there is in all: items of the lists, and a unit's points."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.resources.api.allowing import sight
from services.resources.api.bodies import UnitPath
from services.resources.api.office import Looked
from services.resources.api.visible import VISIBLE
from services.resources.domain.listing.events import ListingKind
from services.resources.domain.listing.listing import ListingStage
from services.resources.projections import counts, sharing, units
from shared.http.fields import Day, DivisionCode
from shared.http.looking import USUAL, After, PageSize
from shared.http.refusals import NotFound
from shared.http.service_app import service_router
from shared.paging import key_of, page_of

router = service_router(404, tags=["三张清单 listings"])
tasks = service_router(404, tags=["准入 tasks"])
VIEW = sharing.PROJECTION.name


class ListingCount(BaseModel):
    """The items of one list at one stage."""

    kind: ListingKind
    stage: ListingStage
    items: int
    target: int = Field(description="目标合计")
    claimed: int = Field(description="双方确认的认领合计")
    done: int = Field(description="完成合计")


class ListingCounts(BaseModel):
    counts: list[ListingCount]


class TaskLoad(BaseModel):
    """What a community carries of admitted tasks."""

    community_code: str
    tasks: int = Field(description="承担的准入事项数")
    hours_a_month: int = Field(description="每月工时合计")


class TaskLoads(BaseModel):
    items: list[TaskLoad]
    following: str | None = Field(description="下一页的 after;空表示已到末页")


class UnitPoints(BaseModel):
    unit_id: str
    points: int = Field(description="积分余额(已扣除冲正)")


@router.get("/listing-counts", summary="三张清单统计")
def of_listings(
    looked: Looked,
    community_code: Annotated[DivisionCode | None, Query(description="只看该社区")] = None,
) -> ListingCounts:
    """Items, targets, claims and results by list and stage, of all you may see."""
    which = [VISIBLE[sharing.LISTINGS](sight(looked))]
    if community_code is not None:
        which.append(sharing.LISTINGS.c.community_code == community_code)
    with looked.view(VIEW) as connection:
        found = counts.of_listings(connection, *which)
    return ListingCounts(counts=[ListingCount(**row._asdict()) for row in found])


@tasks.get("/task-loads", summary="各社区准入事项负担")
def task_loads(
    looked: Looked,
    community_code: Annotated[DivisionCode | None, Query(description="只看该社区")] = None,
    on: Annotated[Day | None, Query(description="哪一天;不填为今天")] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> TaskLoads:
    """Of each community you may see that carries any; tasks as they are admitted now."""
    codes = sight(looked).codes
    if community_code is not None:
        codes = [community_code] if community_code in codes else []
    last = key_of(after, tuple[str])[0] if after is not None else ""
    with looked.view(VIEW) as connection:
        found = counts.loads(connection, codes, on or looked.today, last, limit + 1)
    page = page_of(found, limit, lambda row: row._asdict(), lambda row: (row.community_code,))
    items = [TaskLoad(**each) for each in page.items]
    return TaskLoads(items=items, following=page.following)


@router.get("/units/{unit_id}/points", summary="单位积分余额")
def points(unit_id: UnitPath, looked: Looked) -> UnitPoints:
    """Awarded for confirmed claims, less what was taken back."""
    seen = VISIBLE[units.UNITS](sight(looked))
    with looked.view(VIEW, units.PROJECTION.name) as connection:
        if not units.is_among(connection, unit_id, seen):
            raise NotFound("unit")
        return UnitPoints(unit_id=unit_id, points=counts.points_of(connection, unit_id))
