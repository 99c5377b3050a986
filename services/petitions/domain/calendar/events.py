"""What can have happened to the working calendar."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CalendarYearSet:
    """The year's days are these; ``version`` counts the settings of the whole calendar, from 1."""

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    version: int
    source: str
    effective_date: date


CalendarEvent = CalendarYearSet
