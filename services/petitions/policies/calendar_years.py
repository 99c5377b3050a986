"""The working calendar is taken from the published notices, year by year, until somebody sets a year."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import chinese_calendar

from services.petitions.application import Petitions
from services.petitions.domain.calendar.commands import SetCalendarYear
from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.streams import CALENDAR
from shared.access.scope import common_path
from shared.acting import Acting
from shared.clock import derived_id
from shared.policies.clerk import Act

NAME = "petitions.calendar"
_SOURCE = "国务院办公厅关于 {year} 年部分节假日安排的通知(chinesecalendar {version})"
EVERY = 3_600.0
"""Seconds between two looks for years that are not entered yet."""


class CalendarYears:
    """Enters the notices that are known to the installed package and that nobody has entered."""

    def __init__(self, petitions: Petitions, now: Callable[[], datetime]) -> None:
        self._petitions, self._now = petitions, now

    def acts(self) -> Iterator[Act]:
        """Enter what is missing, year by year."""
        calendar: WorkingCalendar = self._petitions.commands.state(CALENDAR)
        return (partial(self._enter, year) for year in _known_years() if year not in calendar.years)

    def _enter(self, year: int) -> bool:
        now = self._now()
        place = common_path(_highest(self._petitions.directory()))
        acting = Acting(now, NAME, derived_id(f"{NAME}:{year}"), organisation_path=place)
        command = notice_of(year, acting)
        return self._petitions.commands.execute(command, acting).changed


def notice_of(year: int, acting: Acting) -> SetCalendarYear:
    """The year's notice as the package knows it."""
    days = [day for day in chinese_calendar.constants.holidays if day.year == year]
    worked = [day for day in chinese_calendar.constants.workdays if day.year == year]
    return SetCalendarYear(
        now=acting.now,
        today=acting.today,
        actor=acting.actor,
        effective_date=acting.today,
        year=year,
        holidays=tuple(sorted(days)),
        make_up_days=tuple(sorted(worked)),
        source=_SOURCE.format(year=year, version=chinese_calendar.__version__),
    )


def _highest(directory: Directory) -> Iterator[str]:
    return (unit.unit_id for unit in directory.units.values() if unit.superior_id is None)


def _known_years() -> list[int]:
    return sorted({day.year for day in chinese_calendar.constants.holidays})
