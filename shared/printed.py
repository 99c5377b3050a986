"""What every printed table has in common: A4, its font, its title, its days."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

from shared.clock import CITY_TIME

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_A4 = 9


def workbook(title: str, subject: str, fill: Callable[[Any], None]) -> bytes:
    """The content of a file that ``fill`` writes the sheets of."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "subject": subject})
        fill(book)
    return content.getvalue()


def write_workbook(out: BinaryIO, title: str, subject: str, fill: Callable[[Any], None]) -> None:
    """The same into a file, however long its sheets are: a row is gone from memory when the next begins.

    ``fill`` writes each sheet from top to bottom. Rows wait in temporary files with names, so nobody's
    name or number may be in them (ADR 0016).
    """
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "subject": subject})
        fill(book)


def print_setup(
    sheet: Any, widths: Sequence[int], *, heads: int, source: str, wide: bool = False
) -> None:
    """One A4 page wide; the first rows on each page; ``source`` says up to where the data goes."""
    sheet.set_paper(_A4)
    if wide:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.7, right=0.7, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads - 1)
    sheet.set_footer(f"&L数据截至 {source}&R第 &P 页,共 &N 页")
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def write_title(book: Any, sheet: Any, text: str, last_column: int) -> None:
    """The title above all columns."""
    title = book.add_format({**FONT, "font_size": 16, "bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, last_column, text, title)
    sheet.set_row(0, 30)


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def instant_text(instant: datetime) -> str:
    """In the city's time."""
    return instant.astimezone(CITY_TIME).strftime("%Y-%m-%d %H:%M:%S")
