"""The statistics as an office prints them: one A4 sheet, with title, unit, day and figures."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from services.reporting.statistics.figures import OTHER, SECTIONS, Section
from services.reporting.statistics.labels import KINDS
from services.reporting.statistics.reading import Answer
from shared.clock import CITY_TIME

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
_LAST_COLUMN = 3
_WIDTHS = (16, 30, 8, 12)
_HEADINGS = ("项目", "指标", "单位", "数量")
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


def workbook(answer: Answer) -> bytes:
    """The file's content."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": _title(answer), "subject": "区级统计"})
        sheet = book.add_worksheet("统计表")
        _print_setup(sheet, answer)
        first_row = _write_head(book, sheet, answer)
        _write_figures(book, sheet, answer, first_row)
    return content.getvalue()


def file_name(answer: Answer) -> str:
    """What the file is called when it is saved."""
    return f"{_title(answer)} {answer.head.question.moment.as_of.isoformat()}.xlsx"


def _title(answer: Answer) -> str:
    return f"{answer.head.name}党组织和党员情况统计表"


def _print_setup(sheet: Any, answer: Answer) -> None:
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.set_margins(left=0.7, right=0.7, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 3)
    sheet.set_footer(f"&L数据截至 membership:{answer.head.position}&R第 &P 页,共 &N 页")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)


def _write_head(book: Any, sheet: Any, answer: Answer) -> int:
    """Title, day and unit, period, headings; answers the first row of the figures."""
    title = book.add_format({**_FONT, "font_size": 16, "bold": True, "align": "center"})
    note = book.add_format({**_FONT, "font_size": 10})
    unit = book.add_format({**_FONT, "font_size": 10, "align": "right"})
    heading = book.add_format({**_FONT, "bold": True, "align": "center", "border": 1})
    question, kind = answer.head.question, KINDS.get(answer.head.kind, answer.head.kind)
    sheet.merge_range(0, 0, 0, _LAST_COLUMN, _title(answer), title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, 1, f"统计时点:{_day(question.moment.as_of)}", note)
    sheet.merge_range(1, 2, 1, _LAST_COLUMN, "计量单位:个、名、人次", unit)
    known = answer.head.known_at.astimezone(CITY_TIME).strftime("%Y-%m-%d %H:%M:%S")
    period = f"转接期间:{_day(question.period.first)}至{_day(question.period.last)}"
    sheet.merge_range(2, 0, 2, _LAST_COLUMN, f"{kind}  {period}  数据录入截至:{known}", note)
    sheet.write_row(3, 0, _HEADINGS, heading)
    return 4


def _write_figures(book: Any, sheet: Any, answer: Answer, row: int) -> None:
    text = book.add_format({**_FONT, "border": 1})
    number = book.add_format({**_FONT, "border": 1, "align": "right", "num_format": "#,##0"})
    middle = book.add_format({**_FONT, "border": 1, "align": "center"})
    for section, rows in _rows(answer):
        last = row + len(rows) - 1
        if len(rows) > 1:
            sheet.merge_range(row, 0, last, 0, section.label, middle)
        else:
            sheet.write_string(row, 0, section.label, middle)
        for at, (label, value) in enumerate(rows, row):
            sheet.write_string(at, 1, label, text)
            sheet.write_string(at, 2, section.unit, middle)
            sheet.write_number(at, _LAST_COLUMN, value, number)
        row = last + 1


def _rows(answer: Answer) -> Iterator[tuple[Section, list[tuple[str, int]]]]:
    """Every figure; a line for unknown words only where somebody stands in it."""
    for section in SECTIONS:
        shown = [
            (figure.label, answer.values[figure.name])
            for figure in section.figures
            if answer.values[figure.name] or not figure.name.endswith(f".{OTHER}")
        ]
        yield section, shown


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
