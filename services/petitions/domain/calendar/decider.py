"""Which days are worked: Monday to Friday, but for what a year's notice says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.petitions.domain.calendar.commands import SetCalendarYear
from services.petitions.domain.calendar.events import CalendarYearSet
from services.petitions.domain.rejection import Rejection

_SATURDAY = 5


class DayInOtherYear(Rejection):
    def __init__(self, field: str, day: date, year: int) -> None:
        super().__init__(
            field, f"{field} holds {day}, which is not in {year}", f"日期 {day} 不在 {year} 年内"
        )


class DayBothOffAndWorked(Rejection):
    def __init__(self, day: date) -> None:
        super().__init__(
            "make_up_days",
            f"{day} is listed as a holiday and as a make-up day; take it out of one list",
            f"{day} 同时列为放假日和调休上班日,请核对",
        )


class NoWorkingDayLeft(Rejection):
    """Working days must come round, or nothing would ever be due."""

    def __init__(self, year: int) -> None:
        super().__init__(
            "holidays", f"{year} would have no working day", f"{year} 年不能没有工作日"
        )


class CalendarWithoutSource(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "source", "source must name the notice the days rest on", "请填写放假安排的文件依据"
        )


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days that differ from Monday-to-Friday; ``version`` 0 is a calendar without any notice."""

    years: dict[int, tuple[frozenset[date], frozenset[date]]] = field(default_factory=dict)
    version: int = 0

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        holidays, make_up_days = self.years.get(day.year, _NOTHING)
        if day in holidays:
            return False
        return day in make_up_days or day.weekday() < _SATURDAY


_NOTHING: tuple[frozenset[date], frozenset[date]] = (frozenset(), frozenset())
initial = WorkingCalendar()


def decide(command: SetCalendarYear, calendar: WorkingCalendar) -> tuple[CalendarYearSet, ...]:
    """Set the year's days; the same days again yield nothing."""
    _check(command)
    days = (frozenset(command.holidays), frozenset(command.make_up_days))
    if calendar.years.get(command.year) == days:
        return ()
    return (
        CalendarYearSet(
            command.year,
            tuple(sorted(days[0])),
            tuple(sorted(days[1])),
            calendar.version + 1,
            command.source.strip(),
            command.effective_date,
        ),
    )


def _check(command: SetCalendarYear) -> None:
    for name, days in (("holidays", command.holidays), ("make_up_days", command.make_up_days)):
        for day in days:
            if day.year != command.year:
                raise DayInOtherYear(name, day, command.year)
    for day in sorted(set(command.holidays).intersection(command.make_up_days)):
        raise DayBothOffAndWorked(day)
    if not command.source.strip():
        raise CalendarWithoutSource
    worked = WorkingCalendar({command.year: (frozenset(command.holidays), frozenset())})
    first = date(command.year, 1, 1)
    if not any(worked.is_working(first + timedelta(days=n)) for n in range(365)):
        raise NoWorkingDayLeft(command.year)


def evolve(calendar: WorkingCalendar, event: CalendarYearSet) -> WorkingCalendar:
    """The calendar with the year's days."""
    days = (frozenset(event.holidays), frozenset(event.make_up_days))
    return WorkingCalendar({**calendar.years, event.year: days}, event.version)


def fold(events: Iterable[CalendarYearSet], calendar: WorkingCalendar = initial) -> WorkingCalendar:
    """The calendar after all ``events``."""
    for event in events:
        calendar = evolve(calendar, event)
    return calendar
