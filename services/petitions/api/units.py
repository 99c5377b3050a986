"""The units that handle appeals, besides the offices of the divisions that membership tells of."""

from typing import Annotated

from pydantic import BaseModel, Field

from services.petitions.api.fields import EnteredUnitId, UnitId, UnitPath
from services.petitions.api.office import Asked, Looked
from services.petitions.domain.directory.commands import CloseUnit, EnterUnits, UnitLine
from services.petitions.domain.terms import Level
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Body, Dated, DivisionCode, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["单位 units"])
_MOST = 10_000


class Line(Body):
    """One unit; the office of a division has the division's own code as its id."""

    unit_id: EnteredUnitId
    name: Annotated[str, Field(max_length=100)]
    level: Annotated[Level, Field(description=labels(Level))]
    division_code: DivisionCode
    superior_id: Annotated[UnitId | None, Field(description="逾期工单升级到的单位")] = None


class Units(Dated):
    """Superiors before those below."""

    units: Annotated[list[Line], Field(max_length=_MOST)]


class UnitShown(BaseModel):
    unit_id: str
    name: str
    level: Level
    division_code: str
    superior_id: str | None
    path: str
    closed: bool = Field(description="不再接收工单")


class UnitsShown(BaseModel):
    items: list[UnitShown]


@router.get("/units", summary="查看承办单位名录")
def units(looked: Looked, below: UnitId | None = None) -> UnitsShown:
    """All units, or those directly below one."""
    looked.reach.allow_somewhere(Permission.PETITION_READ)
    directory = looked.office.petitions.directory()
    found = [u for u in directory.units.values() if below is None or u.superior_id == below]
    return UnitsShown(
        items=[
            UnitShown(
                unit_id=unit.unit_id,
                name=unit.name,
                level=unit.level,
                division_code=unit.division_code,
                superior_id=unit.superior_id,
                path=looked.reach.path_of(unit.unit_id) or "",
                closed=unit.unit_id in directory.closed,
            )
            for unit in found
        ]
    )


@router.post("/units", summary="登记承办单位")
def enter(body: Units, asked: Asked) -> Done:
    """Unchanged ones yield nothing; one bad line refuses the whole list."""
    asked.reach.allow_everywhere(Permission.PETITION_SETTINGS)
    lines = tuple(UnitLine(**line.model_dump()) for line in body.units)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(EnterUnits(**stamp, units=lines))


@router.post("/units/{unit_id}/close", summary="停用承办单位")
def close(unit_id: UnitPath, body: Dated, asked: Asked) -> Done:
    """It takes no more work orders; what it has in hand it still answers for."""
    asked.reach.allow_everywhere(Permission.PETITION_SETTINGS)
    return asked.carry_out(CloseUnit(**asked.stamp(body.effective_date), unit_id=unit_id))
