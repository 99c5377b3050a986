"""What appeals are about, how fast each is handled, and by whom (诉求分类与派单规则)."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, Field

from services.petitions.api.fields import CategoryId, PlaceCode, UnitId
from services.petitions.api.office import Asked, Looked
from services.petitions.domain.categories.commands import RetireCategory, SetCategory, SetRoute
from services.petitions.domain.categories.decider import Categories
from services.petitions.domain.terms import Level, Mode, Urgency
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Dated, Day, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["设定 settings"])
CategoryPath = Annotated[str, Path(max_length=64, description="诉求分类编号")]
SETTINGS = Permission.PETITION_SETTINGS
Source = Annotated[str, Field(max_length=200, description="文件依据")]


class CategoryShown(BaseModel):
    category_id: str
    name: str
    parent_id: str | None
    path: str = Field(description="分类编号,自上而下")
    mode: Mode = Field(description=labels(Mode))
    urgency: Urgency = Field(description=labels(Urgency))
    retired: bool = Field(description="已停用")


class RouteShown(BaseModel):
    category_id: str
    place: str = Field(description="空表示不限地点")
    unit_id: str = Field(description="空表示按级别")
    level: Level | None = Field(description=labels(Level))
    effective_date: date
    source: str


class CategoriesShown(BaseModel):
    on: date
    categories: list[CategoryShown]
    routes: list[RouteShown]


class Setting(Dated):
    """How a category is called and handled from ``effective_date`` on."""

    name: Annotated[str, Field(max_length=100)]
    parent_id: CategoryId | None = None
    mode: Annotated[Mode | None, Field(description=f"不填同上级;{labels(Mode)}")] = None
    urgency: Annotated[Urgency | None, Field(description=f"不填同上级;{labels(Urgency)}")] = None
    source: Source


class Routing(Dated):
    """Where appeals of the category go: to a unit, or to the office of the place at a level."""

    place: Annotated[PlaceCode | None, Field(description="不填为不限地点")] = None
    unit_id: UnitId | None = None
    level: Annotated[Level | None, Field(description=labels(Level))] = None
    source: Source


@router.get("/categories", summary="查询诉求分类与派单规则")
def categories(
    looked: Looked,
    on: Annotated[Day | None, Query(description="哪一天适用的;不填为今天")] = None,
) -> CategoriesShown:
    """The whole tree, and where each category goes."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    found, day = looked.office.petitions.around().categories, on or looked.today
    return CategoriesShown(
        on=day,
        categories=[_shown(found, one, day) for one in sorted(found.categories)],
        routes=[
            RouteShown.model_validate(route, from_attributes=True)
            for where in sorted(found.routes)
            for route in found.routes[where]
        ],
    )


@router.put("/categories/{category_id}", summary="设定诉求分类")
def set_category(category_id: CategoryPath, body: Setting, asked: Asked) -> Done:
    """A category never changes its place in the tree."""
    asked.reach.allow_everywhere(SETTINGS)
    told = {
        name: getattr(body, name) for name in ("name", "parent_id", "mode", "urgency", "source")
    }
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(SetCategory(**stamp, category_id=category_id, **told))


@router.post("/categories/{category_id}/retire", summary="停用诉求分类")
def retire(category_id: CategoryPath, body: Dated, asked: Asked) -> Done:
    """No new appeal is registered in it, or below it."""
    asked.reach.allow_everywhere(SETTINGS)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RetireCategory(**stamp, category_id=category_id))


@router.put("/categories/{category_id}/route", summary="设定派单规则")
def set_route(category_id: CategoryPath, body: Routing, asked: Asked) -> Done:
    """The nearest category with a route decides, and among its routes the one for the smallest place."""
    asked.reach.allow_everywhere(SETTINGS)
    return asked.carry_out(
        SetRoute(
            **asked.stamp(body.effective_date),
            category_id=category_id,
            place=body.place or "",
            unit_id=body.unit_id or "",
            level=body.level,
            source=body.source,
        )
    )


def _shown(found: Categories, category_id: str, day: date) -> CategoryShown:
    entry = found.category(category_id, day)
    return CategoryShown(
        category_id=category_id,
        name=entry.name,
        parent_id=entry.parent_id,
        path=found.path(category_id, day),
        mode=found.mode(category_id, day),
        urgency=found.urgency(category_id, day),
        retired=found.retired.get(category_id, date.max) <= day,
    )
