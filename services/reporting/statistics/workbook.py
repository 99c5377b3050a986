"""The statistics as an office prints them: one A4 sheet, with title, unit, day and figures."""

from collections.abc import Iterator
from typing import Any

from services.reporting.statistics.figures import OTHER, SECTIONS, Section
from services.reporting.statistics.labels import KINDS
from services.reporting.statistics.reading import Answer
from shared import printed
from shared.printed import FONT, day_text, instant_text

_LAST_COLUMN = 3
_WIDTHS = (16, 30, 8, 12)
_HEADINGS = ("项目", "指标", "单位", "数量")


def workbook(answer: Answer) -> bytes:
    """The file's content."""
    return printed.workbook(_title(answer), "区级统计", lambda book: _fill(book, answer))


def file_name(answer: Answer) -> str:
    """What the file is called when it is saved."""
    return f"{_title(answer)} {answer.head.question.moment.as_of.isoformat()}.xlsx"


def _title(answer: Answer) -> str:
    return f"{answer.head.name}党组织和党员情况统计表"


def _fill(book: Any, answer: Answer) -> None:
    page = book.add_worksheet("统计表")
    source = f"membership:{answer.head.position}"
    printed.print_setup(page, _WIDTHS, heads=4, source=source)
    first_row = _write_head(book, page, answer)
    _write_figures(book, page, answer, first_row)


def _write_head(book: Any, page: Any, answer: Answer) -> int:
    """Title, day and unit, period, headings; answers the first row of the figures."""
    note = book.add_format({**FONT, "font_size": 10})
    unit = book.add_format({**FONT, "font_size": 10, "align": "right"})
    heading = book.add_format({**FONT, "bold": True, "align": "center", "border": 1})
    question, kind = answer.head.question, KINDS.get(answer.head.kind, answer.head.kind)
    printed.write_title(book, page, _title(answer), _LAST_COLUMN)
    page.merge_range(1, 0, 1, 1, f"统计时点:{day_text(question.moment.as_of)}", note)
    page.merge_range(1, 2, 1, _LAST_COLUMN, "计量单位:个、名、人次", unit)
    known = instant_text(answer.head.known_at)
    period = f"转接期间:{day_text(question.period.first)}至{day_text(question.period.last)}"
    page.merge_range(2, 0, 2, _LAST_COLUMN, f"{kind}  {period}  数据录入截至:{known}", note)
    page.write_row(3, 0, _HEADINGS, heading)
    return 4


def _write_figures(book: Any, page: Any, answer: Answer, row: int) -> None:
    text = book.add_format({**FONT, "border": 1})
    number = book.add_format({**FONT, "border": 1, "align": "right", "num_format": "#,##0"})
    middle = book.add_format({**FONT, "border": 1, "align": "center"})
    for section, rows in _rows(answer):
        last = row + len(rows) - 1
        if len(rows) > 1:
            page.merge_range(row, 0, last, 0, section.label, middle)
        else:
            page.write_string(row, 0, section.label, middle)
        for at, (label, value) in enumerate(rows, row):
            page.write_string(at, 1, label, text)
            page.write_string(at, 2, section.unit, middle)
            page.write_number(at, _LAST_COLUMN, value, number)
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
