"""What became of an import, for the officer who made it.

The values in it are the importer's own input, personal data included: it goes to him and
nowhere else, and is never logged.
"""

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.membership.domain.rejection import Rejection
from services.membership.roster.columns import COLUMNS, HEADER_OF_FIELD
from services.membership.roster.row import BadCell, RosterRow
from services.membership.roster.texts import clear_texts
from services.membership.roster.writing import ROWS_PER_SHEET, write_rows

_SUMMARY_SHEET = "导入结果"
_DETAIL_SHEET = "错误明细"
_DETAIL_HEADERS = ("工作表", "行号", "列", "值", "原因", "规则")
_DETAIL_WIDTHS = (16, 8, 16, 24, 60, 24)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of one file; rows, not cells: ``total = imported + unchanged + refused``.

    Attributes:
        imported: rows that changed the register (or would have, in a dry run).
        unchanged: rows the register already held just so.
        refused: rows with at least one bad cell.
        bad_cells: every fault, in the order of the file.
        dry_run: whether nothing was written.
    """

    imported: int
    unchanged: int
    refused: int
    bad_cells: tuple[BadCell, ...]
    dry_run: bool = False

    @property
    def total(self) -> int:
        return self.imported + self.unchanged + self.refused


_TOLD_BY = {"member_id": "identity_number"}
"""Who somebody is stands in his number."""


def refused_row(row: RosterRow, rejection: Rejection) -> BadCell:
    """A row whose form was right but which a rule of the register refused, at the column to mend.

    A rejection of something that is in no column names its field and shows no value.
    """
    field = rejection.field.rpartition(".")[2]  # a rule of the details says details.join_date
    column = HEADER_OF_FIELD.get(_TOLD_BY.get(field, field), rejection.field)
    texts = dict(zip((each.header for each in COLUMNS), clear_texts(row.values), strict=True))
    value = texts.get(column, "")
    return BadCell(row.sheet, row.row_number, column, value, rejection.label, rejection.slug)


def as_json(report: ImportReport) -> dict[str, object]:
    """The report as plain JSON values."""
    return {
        "total": report.total,
        "imported": report.imported,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "dry_run": report.dry_run,
        "bad_cells": [
            {
                "sheet": bad.sheet,
                "row": bad.row,
                "column": bad.column,
                "value": bad.value,
                "reason": bad.reason,
                "rule": bad.rule,
            }
            for bad in report.bad_cells
        ],
    }


def write_report(
    report: ImportReport, out: BinaryIO, *, rows_per_sheet: int = ROWS_PER_SHEET
) -> None:
    """Write the report as .xlsx: a summary sheet, and a sheet with every bad cell."""
    rows = (
        (bad.sheet, str(bad.row), bad.column, bad.value, bad.reason, bad.rule)
        for bad in report.bad_cells
    )
    write_rows(
        out,
        _DETAIL_SHEET,
        _detail_header,
        rows,
        before=partial(_write_summary, report),
        rows_per_sheet=rows_per_sheet,
    )


def _write_summary(report: ImportReport, book: Workbook) -> None:
    sheet = book.add_worksheet(_SUMMARY_SHEET)
    sheet.set_column(0, 0, 24)
    lines = (
        ("总行数", report.total),
        ("试运行:将导入" if report.dry_run else "已导入", report.imported),
        ("无变化", report.unchanged),
        ("未导入(有误)", report.refused),
    )
    for row, (label, number) in enumerate(lines):
        sheet.write_string(row, 0, label)
        sheet.write_number(row, 1, number)


def _detail_header(book: Workbook, sheet: Worksheet) -> None:
    bold = book.add_format({"bold": True})
    for place, (header, width) in enumerate(zip(_DETAIL_HEADERS, _DETAIL_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, header, bold)
    sheet.freeze_panes(1, 0)
