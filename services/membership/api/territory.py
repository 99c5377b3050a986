"""Divisions of the city and the communities that take part (区划与社区)."""

from datetime import date
from typing import Annotated

from fastapi import File, Form, UploadFile
from pydantic import BaseModel, Field

from services.membership.api.division_list import read_divisions
from services.membership.api.office import Asked, Looked, Office
from services.membership.domain.terms import DivisionLevel
from services.membership.domain.territory.commands import (
    Division,
    EnrolCommunity,
    RegisterDivisions,
)
from services.membership.domain.territory.decider import Territory
from shared.access.permissions import Permission
from shared.access.refusals import Forbidden
from shared.http.answers import Done
from shared.http.asking import Asking
from shared.http.fields import Body, Dated, Day, DivisionCode, Name, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["区划 territory"])
MOST_DIVISIONS = 100_000


class DivisionLine(Body):
    """One line of the official list."""

    code: DivisionCode
    name: Name
    level: Annotated[DivisionLevel, Field(description=labels(DivisionLevel))]
    parent_code: DivisionCode | None = None


class DivisionList(Dated):
    """Parents before children."""

    divisions: Annotated[list[DivisionLine], Field(max_length=MOST_DIVISIONS)]


class DivisionShown(BaseModel):
    """A division as it stands."""

    code: str
    name: str
    level: DivisionLevel
    level_label: str = Field(description="级别名称")
    parent_code: str | None
    enrolled_on: date | None = Field(description="参加社区党建之日;空表示未参加")


class DivisionsShown(BaseModel):
    divisions: list[DivisionShown]
    total: int


@router.post("/divisions", summary="登记行政区划(JSON 列表)")
def register_divisions(body: DivisionList, asked: Asked) -> Done:
    """Take over an official list; what is unchanged yields nothing, one bad line refuses it all."""
    lines = tuple(Division(**line.model_dump()) for line in body.divisions)
    return _register(lines, body.effective_date, asked)


@router.post("/divisions/file", summary="登记行政区划(CSV 文件:code,name,level,parent_code)")
def register_division_file(
    asked: Asked,
    file: Annotated[
        UploadFile, File(description="UTF-8 的 .csv,首行为 code,name,level,parent_code")
    ],
    effective_date: Annotated[Day | None, Form(description="生效日期;不填为今天")] = None,
) -> Done:
    """The same list as a file."""
    return _register(read_divisions(file.file), effective_date, asked)


@router.get("/divisions", summary="查询行政区划")
def divisions(
    looked: Looked,
    parent_code: DivisionCode | None = None,
    level: DivisionLevel | None = None,
    *,
    enrolled: bool | None = None,
) -> DivisionsShown:
    """The divisions as the log knows them now, in the order of their codes."""
    looked.reach.allow_somewhere(Permission.TERRITORY_READ)
    territory = looked.office.membership.territory()
    shown = [
        _shown(division, territory)
        for _, division in sorted(territory.divisions.items())
        if parent_code in (None, division.parent_code)
        and level in (None, division.level)
        and enrolled in (None, territory.enrolled(division.code))
    ]
    return DivisionsShown(divisions=shown, total=len(shown))


@router.post("/communities/{code}/enrolment", summary="社区参加社区党建")
def enrol(code: DivisionCode, body: Dated, asked: Asked) -> Done:
    """From this day statistics count the community."""
    _allow_enrolment(code, asked)
    return asked.carry_out(EnrolCommunity(**asked.stamp(body.effective_date), code=code))


def _register(
    lines: tuple[Division, ...], effective_date: date | None, asked: Asking[Office]
) -> Done:
    asked.reach.allow_everywhere(Permission.TERRITORY_REGISTER)
    return asked.carry_out(RegisterDivisions(**asked.stamp(effective_date), divisions=lines))


def _allow_enrolment(code: str, asked: Asking[Office]) -> None:
    """Whose organisation is responsible for the community's street, district or city may enrol it."""
    try:
        asked.reach.allow_everywhere(Permission.TERRITORY_REGISTER)
    except Forbidden:
        membership = asked.office.membership
        places = asked.reach.roots(Permission.TERRITORY_REGISTER)
        tree = membership.organisations()
        above = _upwards(code, membership.territory())
        own = [path for path in places if tree.division_code(path.rsplit("/", 1)[-1]) in above]
        if not own:
            raise
        asked.reach.allowed_at(own[0])


def _upwards(code: str, territory: Territory) -> list[str]:
    found, at = [], territory.divisions.get(code)
    while at is not None:
        found.append(at.code)
        at = territory.divisions.get(at.parent_code or "")
    return found


def _shown(division: Division, territory: Territory) -> DivisionShown:
    return DivisionShown(
        code=division.code,
        name=division.name,
        level=division.level,
        level_label=division.level.label,
        parent_code=division.parent_code,
        enrolled_on=territory.enrolments.get(division.code),
    )
