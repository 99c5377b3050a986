"""The yearly sheet of a unit, for its assessment: issued, and printed as an office hands it out."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response
from pydantic import Field

from services.resources.api.allowing import allow, sight
from services.resources.api.bodies import Id, UnitPath
from services.resources.api.office import Asked, Looked
from services.resources.api.visible import VISIBLE
from services.resources.api.yearly_sheet import workbook
from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.projections import agreements, sheets, units
from shared.access.permissions import Permission
from shared.database import looking_at
from shared.http.answers import Done
from shared.http.fields import Dated
from shared.http.refusals import NotFound
from shared.http.service_app import service_router
from shared.http.spreadsheets import FILE, printed_file

router = service_router(404, 409, 412, tags=["共建协议 agreements"])
VIEWS = (sheets.PROJECTION.name, agreements.PROJECTION.name, units.PROJECTION.name)
Year = Annotated[int, Path(ge=1901, le=2199, description="年度")]


class Issuing(Dated):
    """Which agreements the sheet is drawn up from."""

    agreement_ids: Annotated[list[Id], Field(max_length=400)] | None = Field(
        None, description="协议编号;不填为该单位参与的全部协议"
    )


@router.post("/units/{unit_id}/sheets/{year}", summary="出具年度履约清单")
def issue(unit_id: UnitPath, year: Year, body: Issuing, asked: Asked) -> Done:
    """Draw up the sheet of a calendar year; when the last edition says the same, it stands."""
    given = body.agreement_ids
    if given is None:
        with looking_at(asked.office.engine) as connection:
            given = list(sheets.agreements_of(connection, unit_id))
    command = IssueYearlySheet(
        **asked.stamp(body.effective_date), unit_id=unit_id, year=year, agreement_ids=tuple(given)
    )
    allow(asked, Permission.RESOURCE_MANAGE, command)
    return asked.carry_out(command)


@router.get(
    "/units/{unit_id}/sheets/{year}.xlsx",
    response_class=Response,
    responses=FILE,
    summary="打印年度履约清单",
)
def printed(unit_id: UnitPath, year: Year, looked: Looked) -> Response:
    """The edition that counts: one A4 page with target, year, total and room for seals."""
    seen = VISIBLE[sheets.SHEETS](sight(looked))
    with looked.view(*VIEWS) as connection:
        sheet = sheets.current(connection, unit_id, year, seen)
    if sheet is None:
        raise NotFound("sheet")
    now: datetime = looked.office.now()
    return printed_file(workbook(sheet, now), f"{sheet.unit_name}{year}年度共建履约清单.xlsx")
