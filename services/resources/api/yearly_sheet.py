"""A unit's yearly sheet as an office prints it: one A4 page, amounts as people say them."""

from datetime import datetime
from typing import Any

from services.resources.domain.terms import ShareKind
from services.resources.projections.sheets import Line, Sheet
from shared import printed
from shared.printed import FONT, day_text, instant_text

_HEADINGS = (
    "共建协议",
    "序号",
    "义务",
    "类别",
    "计量",
    "每期目标",
    "本年度履行",
    "本期履行",
    "累计履行",
    "本期完成率",
)
_WIDTHS = (22, 6, 22, 8, 8, 10, 11, 10, 10, 11)
_FIRST_NUMBER = 5
_LAST = len(_HEADINGS) - 1
_SPOKEN = {
    ShareKind.VENUE: ("小时", 60),
    ShareKind.FUND: ("元", 100),
    ShareKind.SKILL: ("人次", 1),
    ShareKind.EQUIPMENT: ("件", 1),
}
"""What an office counts each kind in, and how many of ours make one."""


def workbook(sheet: Sheet, now: datetime) -> bytes:
    """The file's content; ``now`` is when it is printed."""
    return printed.workbook(_title(sheet), "共建履约", lambda book: _fill(book, sheet, now))


def _title(sheet: Sheet) -> str:
    return f"{sheet.unit_name}{sheet.year}年度共建履约清单"


def _fill(book: Any, sheet: Sheet, now: datetime) -> None:
    page = book.add_worksheet("履约清单")
    printed.print_setup(page, _WIDTHS, heads=3, source=instant_text(now))
    page.set_landscape()
    printed.write_title(book, page, _title(sheet), _LAST)
    plain = book.add_format(FONT)
    told = f"第 {sheet.edition} 版 · 出具日期 {day_text(sheet.issued_on)}"
    page.merge_range(1, 0, 1, _LAST, f"{told} · 未补正违约 {sheet.open_breaches} 项", plain)
    head = book.add_format({**FONT, "bold": True, "border": 1, "align": "center"})
    page.write_row(2, 0, _HEADINGS, head)
    for row, line in enumerate(sheet.lines, 3):
        _write(book, page, row, line)
    last = 4 + len(sheet.lines)
    page.merge_range(last, 0, last, 3, "单位(盖章):", plain)
    page.merge_range(last, 4, last, _LAST, "社区党组织(盖章):", plain)


def _write(book: Any, page: Any, row: int, line: Line) -> None:
    words = book.add_format({**FONT, "border": 1, "text_wrap": True})
    number = book.add_format({**FONT, "border": 1, "num_format": "#,##0.##"})
    percent = book.add_format({**FONT, "border": 1, "num_format": "0%"})
    measure, many = _SPOKEN[line.kind]
    page.write_row(row, 0, (line.title, line.number, line.text, line.kind.label, measure), words)
    amounts = (line.target, line.in_year, line.in_term, line.in_all)
    page.write_row(row, _FIRST_NUMBER, [amount / many for amount in amounts], number)
    page.write_number(row, _LAST, line.in_term / line.target, percent)
