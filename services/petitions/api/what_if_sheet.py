"""The comparison as an office prints it: figures before and after on one sheet, every change on the next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.petitions.application.judging import Verdicts
from services.petitions.domain.petition.what_if import Judged
from services.petitions.domain.petition.words import Stage, Stop
from shared import printed
from shared.printed import FONT, instant_text

TITLE = "承诺调整对比表"
_FIGURES = (
    "环节",
    "实际按时",
    "实际超时",
    "实际按时率",
    "调整后按时",
    "调整后超时",
    "调整后按时率",
)
_FIGURE_WIDTHS = (12, 11, 11, 12, 12, 12, 14)
_CHANGES = ("诉求编号", "环节", "负责单位", "原到期时间", "调整后到期时间", "原结论", "调整后结论")
_CHANGE_WIDTHS = (38, 8, 20, 20, 20, 10, 12)
_HEADS = 4
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed: the question, the figures, the changes, and what units are called."""

    since: datetime
    until: datetime
    promises: Sequence[str]
    verdicts: Verdicts
    judged: Sequence[Judged]
    units: Mapping[str, str]


def workbook(told: Told) -> bytes:
    """The file's content."""
    return printed.workbook(TITLE, "诉求督办", lambda book: _fill(book, told))


def _fill(book: Any, told: Told) -> None:
    figures, changes = book.add_worksheet("对比"), book.add_worksheet("明细")
    _begin(book, figures, told, _FIGURES, _FIGURE_WIDTHS)
    _write(book, figures, _rows_of_figures(told.verdicts))
    _begin(book, changes, told, _CHANGES, _CHANGE_WIDTHS)
    _write(book, changes, _rows_of_changes(told))


def _begin(
    book: Any, page: Any, told: Told, headings: Sequence[str], widths: Sequence[int]
) -> None:
    source = f"{told.verdicts.appeals} 件诉求"
    printed.print_setup(page, widths, heads=_HEADS, source=source, wide=True)
    last = len(headings) - 1
    printed.write_title(book, page, TITLE, last)
    note = book.add_format({**FONT, "font_size": 10})
    period = f"登记时间:{instant_text(told.since)} 至 {instant_text(told.until)}"
    page.merge_range(1, 0, 1, last, f"{period}  假定:{';'.join(told.promises)}", note)
    changed = f"审视 {told.verdicts.appeals} 件,结论改变 {told.verdicts.changed} 件"
    page.merge_range(2, 0, 2, last, changed, note)
    bold = book.add_format({**FONT, "bold": True, "align": "center", "border": 1})
    page.write_row(3, 0, headings, bold)


def _rows_of_figures(verdicts: Verdicts) -> Iterator[Row]:
    for stage in verdicts.stages:
        yield stage.label, *_kept(verdicts.was, stage), *_kept(verdicts.would_be, stage)


def _kept(counted: Mapping[tuple[Stage, Stop], int], stage: Stage) -> Row:
    kept, late = counted[stage, Stop.KEPT], counted[stage, Stop.LATE]
    return kept, late, kept / (kept + late) if kept + late else "—"


def _rows_of_changes(told: Told) -> Iterator[Row]:
    for each in told.judged:
        due = instant_text(each.due_at), instant_text(each.would_be_due_at)
        unit = told.units.get(each.unit_id, each.unit_id)
        verdict = each.stop.label, each.would_be.label
        yield each.petition_id, each.stage.label, unit, *due, *verdict


def _write(book: Any, page: Any, rows: Iterator[Row]) -> None:
    text = book.add_format({**FONT, "border": 1})
    number = book.add_format({**FONT, "border": 1, "num_format": "#,##0"})
    share = book.add_format({**FONT, "border": 1, "num_format": "0.0%"})
    for at, row in enumerate(rows, _HEADS):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(at, column, value, text)
            else:
                page.write_number(at, column, value, share if isinstance(value, float) else number)
