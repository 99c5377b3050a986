"""The working calendar, year by year (工作日历)."""

from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from services.petitions.api.office import Asked, Looked
from services.petitions.domain.calendar.commands import SetCalendarYear
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import EARLIEST, LATEST, Dated, Day
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["设定 settings"])
_DAYS_MOST = 366
Year = Annotated[int, Path(ge=EARLIEST.year, le=LATEST.year)]


class CalendarYear(BaseModel):
    """The days that differ from Monday to Friday; both empty while no notice is entered."""

    year: int
    entered: bool = Field(description="已录入放假安排")
    holidays: list[date] = Field(description="放假日")
    make_up_days: list[date] = Field(description="调休上班日")
    version: int = Field(description="日历版本")


class Notice(Dated):
    """The State Council's notice for the year."""

    holidays: Annotated[list[Day], Field(max_length=_DAYS_MOST, description="放假日")]
    make_up_days: Annotated[list[Day], Field(max_length=_DAYS_MOST, description="调休上班日")]
    source: Annotated[str, Field(max_length=200, description="文件依据")]


@router.get("/calendar/{year}", summary="查询某年的放假安排")
def calendar(year: Year, looked: Looked) -> CalendarYear:
    """As it is counted by now."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    found = looked.office.petitions.around().time.calendar
    holidays, worked = found.years.get(year, ((), ()))
    return CalendarYear(
        year=year,
        entered=year in found.years,
        holidays=sorted(holidays),
        make_up_days=sorted(worked),
        version=found.version,
    )


@router.put("/calendar/{year}", summary="录入某年的放假安排")
def set_year(year: Year, body: Notice, asked: Asked) -> Done:
    """Promises given before are counted as they were; what is given from now on follows the notice."""
    asked.reach.allow_everywhere(Permission.PETITION_SETTINGS)
    return asked.carry_out(
        SetCalendarYear(
            **asked.stamp(body.effective_date),
            year=year,
            holidays=tuple(body.holidays),
            make_up_days=tuple(body.make_up_days),
            source=body.source,
        )
    )
