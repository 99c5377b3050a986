"""Days, months and clock times of the city."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
"""The time zone in which days and opening hours are meant; instants themselves are UTC."""

A_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def city_day(instant: datetime) -> date:
    """The calendar day of ``instant`` in the city."""
    return instant.astimezone(CITY_TIME).date()


def at_minute(day: date, minute: int, as_of: datetime) -> datetime:
    """The instant ``minute`` minutes after midnight of ``day`` in the city, in the zone of ``as_of``."""
    midnight = datetime.combine(day, time(), CITY_TIME)
    return midnight.astimezone(as_of.tzinfo) + timedelta(minutes=minute)


def month_of(instant: datetime) -> str:
    """The city's calendar month of ``instant``, as ``2026-03``."""
    return city_day(instant).strftime("%Y-%m")


def months_between(first: datetime, last: datetime) -> tuple[str, ...]:
    """Every month from that of ``first`` to that of ``last``."""
    day, end = city_day(first).replace(day=1), city_day(last)
    months = []
    while day <= end:
        months.append(day.strftime("%Y-%m"))
        day = add_months(day, 1)
    return tuple(months)
