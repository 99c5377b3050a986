"""Looking appeals up: work lists per person, unit and level, with counts beyond any page."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.petitions.api.allowing import sight
from services.petitions.api.fields import CategoryId, Instant, PetitionId, PetitionPath, UnitId
from services.petitions.api.office import Looked, Office
from services.petitions.api.shown import AppealShown, AppealsShown, shown
from services.petitions.domain.petition.rejections import UnknownPetition
from services.petitions.domain.petition.words import Card, Priority, Status
from services.petitions.domain.terms import Channel, Kind, Mode
from services.petitions.projections.appeals import project, queries
from services.petitions.projections.appeals.queries import AppealFilter, Order
from shared.access.permissions import Permission
from shared.clock import city_day
from shared.http.looking import MOST, USUAL, Looking
from shared.http.preconditions import set_version
from shared.http.service_app import service_router

router = service_router(404, tags=["诉求 petitions"])
VIEW = project.PROJECTION.name
READ = Permission.PETITION_READ


class Which(BaseModel):
    """Which appeals; what is left out does not matter."""

    is_open: Annotated[bool | None, Field(description="true 未办结,false 已办结")] = None
    status: Status | None = None
    channel: Channel | None = None
    kind: Kind | None = None
    mode: Mode | None = None
    card: Card | None = None
    priority: Priority | None = None
    mine: Annotated[bool, Field(description="只看我经办的")] = False
    handler: Annotated[str | None, Field(max_length=128, description="经办账号")] = None
    main_id: Annotated[PetitionId | None, Field(description="并入该诉求的")] = None
    paused: bool | None = None
    extension_asked: bool | None = None
    place: Annotated[UnitId | None, Field(description="该区划及其下级")] = None
    category: Annotated[CategoryId | None, Field(description="该分类及其下级")] = None
    unit: Annotated[UnitId | None, Field(description="该单位及其下级")] = None
    since: Annotated[Instant | None, Field(description="登记时间起(含)")] = None
    until: Annotated[Instant | None, Field(description="登记时间止(不含)")] = None
    overdue: Annotated[bool, Field(description="只看已超期的")] = False
    due_before: Annotated[Instant | None, Field(description="在此之前到期的")] = None


class Listing(Which):
    """A page of them."""

    order: Annotated[Order, Field(description="newest 最新登记在前;due 最早到期在前")] = (
        Order.NEWEST
    )
    count: Annotated[bool, Field(description="同时给出总数")] = False
    after: Annotated[str | None, Field(max_length=500, description="上一页的 following")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="每页条数")] = USUAL


class WorkShown(BaseModel):
    """What one unit has to do at one status."""

    unit_id: str
    status: Status
    status_label: str
    appeals: int = Field(description="未办结件数")
    overdue: int = Field(description="已超期件数")
    yellow: int = Field(description="黄牌件数")
    red: int = Field(description="红牌件数")


class WorkloadShown(BaseModel):
    items: list[WorkShown]
    appeals: int = Field(description="未办结总数")


@router.get("/petitions", summary="查询诉求与工单")
def listed(looked: Looked, listing: Annotated[Listing, Query()]) -> AppealsShown:
    """Appeals in your sight: of the places you work for, and those your units handle or assist in."""
    seen, which = sight(looked, READ), filter_of(looked, listing)
    with looked.view(VIEW) as connection:
        page = queries.listed(
            connection, seen, which, listing.order, after=listing.after, limit=listing.limit
        )
        total = queries.counted(connection, seen, which) if listing.count else None
    items = [shown(row) for row in page.items]
    return AppealsShown(items=items, following=page.following, total=total)


@router.get("/workload", summary="各单位待办统计")
def workload(looked: Looked, which: Annotated[Which, Query()]) -> WorkloadShown:
    """How many open appeals each unit has at each status."""
    seen = sight(looked, READ)
    with looked.view(VIEW) as connection:
        found = queries.work(connection, seen, filter_of(looked, which), looked.office.now())
    items = [WorkShown(**each._asdict(), status_label=each.status.label) for each in found]
    return WorkloadShown(items=items, appeals=sum(each.appeals for each in found))


@router.get("/petitions/{petition_id}", summary="查看一件诉求")
def one(petition_id: PetitionPath, looked: Looked) -> AppealShown:
    """What it is about and how it stands; words and appellant are read elsewhere, on record."""
    seen = sight(looked, READ)
    with looked.view(VIEW) as connection:
        row = queries.get(connection, petition_id, seen)
    if row is None:
        raise UnknownPetition(petition_id)
    set_version(looked.response, row.version)
    return shown(row)


def filter_of(looked: Looking[Office], which: Which) -> AppealFilter:
    """The filter with ids made paths. What is unknown is found nowhere."""
    reach, around = looked.reach, looked.office.petitions.around()
    today = city_day(looked.office.now())
    category = which.category
    if category is not None and category in around.categories.categories:
        category = around.categories.path(category, today)
    same = {name: getattr(which, name) for name in _SAME}
    return AppealFilter(
        **same,
        handler=reach.caller.id if which.mine else which.handler,
        place=which.place and (reach.path_of(which.place) or which.place),
        unit=which.unit and (reach.path_of(which.unit) or which.unit),
        category=category,
        due_before=_earlier(which.due_before, looked.office.now() if which.overdue else None),
    )


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    given = [each for each in (one, other) if each is not None]
    return min(given) if given else None


_OWN_WAY = {"handler", "place", "unit", "category", "due_before"}
_SAME = (Which.model_fields.keys() & AppealFilter.__dataclass_fields__.keys()) - _OWN_WAY
