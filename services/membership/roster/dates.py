"""Dates as officers write them: five forms, each with year, month and day in that order."""

import re
from datetime import date, timedelta
from functools import lru_cache

from services.membership.roster.cell import Cell, CellRefused

_FULL = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
    r"(?:[T ]00:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)
_YEAR_MONTH = re.compile(r"\d{4}[-/.年]?\d{1,2}月?", re.ASCII)
_EARLIEST = date(1900, 1, 1)
_SERIAL_ORIGIN = date(1899, 12, 30)
_DAY_NUMBER = re.compile(r"[1-7]\d{4}", re.ASCII)  # 1927 to 2118
_ADVICE = "请按“2021-03-04”的格式填写"


def parse_date(cell: Cell) -> date:
    """The day a cell means.

    Accepted: a real date cell, 2021-03-04, 2021/3/4, 2021.3.4, 2021年3月4日 and 20210304 (as text
    or number). A bare day number (44259) is refused although a spreadsheet would show it as a
    date: workbooks count from 1900 or from 1904, and a guess would be off by four years.

    Raises:
        CellRefused: ``date-format``, ``date-year-month``, ``date-serial``, ``date-nonexistent``.
    """
    if isinstance(cell, str):
        return _of_text(cell)
    if isinstance(cell, date):
        return _checked(cell)
    if isinstance(cell, float) and cell.is_integer():
        return _of_text(str(int(cell)))
    raise CellRefused("date-format", f"不是日期,{_ADVICE}")


@lru_cache(maxsize=65_536)
def _of_text(text: str) -> date:
    match = _FULL.fullmatch(text)
    if match is None:
        raise _refusal(text)
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return _checked(date(year, month, day))
    except ValueError as error:
        if isinstance(error, CellRefused):
            raise
        raise CellRefused("date-nonexistent", f"日历上没有这一天,{_ADVICE}") from None


def _checked(day: date) -> date:
    if day < _EARLIEST:
        raise CellRefused("date-nonexistent", f"日期早于 1900 年,{_ADVICE}")
    return day


def _refusal(text: str) -> CellRefused:
    if _DAY_NUMBER.fullmatch(text):
        shown = _SERIAL_ORIGIN + timedelta(days=int(text))
        return CellRefused("date-serial", f"是数字而不是日期(表格软件会显示为 {shown}?),{_ADVICE}")
    if _YEAR_MONTH.fullmatch(text):
        return CellRefused("date-year-month", f"只有年月、缺少日,{_ADVICE}")
    return CellRefused("date-format", f"无法确定年、月、日,{_ADVICE}")
