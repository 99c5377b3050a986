"""What can be asked of the working calendar."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.command import Command
from services.petitions.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCalendarYear(Command):
    """Take over the State Council's notice for a year (国务院办公厅关于节假日安排的通知).

    ``holidays`` are the days off that would otherwise be worked; ``make_up_days`` the Saturdays and
    Sundays worked in exchange (调休). Days that are so anyhow may be listed and do no harm.
    """

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    source: FreeText
