"""The template an officer downloads, fills in and uploads."""

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.membership.roster.columns import (
    COLUMNS,
    EXPLANATION_SHEET,
    HEADER_OF_FIELD,
    ROSTER_SHEET,
    Column,
)

_LAST_ROW = 1_048_575
# A workbook records when it was made: a fixed day keeps the template the same byte for byte.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_EXPLANATION_HEADERS = ("列名", "是否必填", "填写要求", "可填内容", "示例(虚构)")
_NOTES = (
    "在“党员花名册”工作表中每行填写一名党员,首行表头请勿改动;可增加同样表头的工作表。",
    "请勿合并单元格,请勿使用公式;从其他表格复制时请使用“选择性粘贴-数值”。",
    "有误的行会逐条列出工作表、行号、列和原因,其余正确的行照常导入;同一文件重复导入不产生变化。",
)


def roster_template() -> bytes:
    """The empty roster as .xlsx: its headers are those the reader demands; the same every time."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": ROSTER_SHEET, "created": _MADE})
        roster = book.add_worksheet(ROSTER_SHEET)
        explanation = book.add_worksheet(EXPLANATION_SHEET)
        _write_roster(book, roster)
        _write_explanation(book, explanation)
    return out.getvalue()


def write_header_row(book: Workbook, sheet: Worksheet) -> None:
    """The header row with column widths; every cell below is text, so that no digit is lost."""
    text = book.add_format({"num_format": "@"})
    title = {"bold": True, "border": 1, "bg_color": "#DDEBF7", "num_format": "@"}
    plain, required = book.add_format(title), book.add_format(title | {"font_color": "#C00000"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, column.title, required if column.required else plain)
    sheet.freeze_panes(1, 1)


def _write_roster(book: Workbook, sheet: Worksheet) -> None:
    write_header_row(book, sheet)
    for place, column in enumerate(COLUMNS):
        if column.choices:
            sheet.data_validation(1, place, _LAST_ROW, place, _validation(column))


def _validation(column: Column) -> dict[str, object]:
    several = column.header == HEADER_OF_FIELD["posts"]
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_title": column.header,
        "error_message": column.explanation,
        "error_type": "information" if several else "stop",
    }


def _write_explanation(book: Workbook, sheet: Worksheet) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    for place, width in enumerate((16, 10, 60, 50, 28)):
        sheet.set_column(place, place, width, wrapped)
    for row, note in enumerate(_NOTES):
        sheet.write_string(row, 0, note, bold)
    header_row = len(_NOTES)
    for place, header in enumerate(_EXPLANATION_HEADERS):
        sheet.write_string(header_row, place, header, bold)
    for row, column in enumerate(COLUMNS, start=header_row + 1):
        for place, text in enumerate(_explained(column)):
            sheet.write_string(row, place, text, wrapped)


def _explained(column: Column) -> tuple[str, ...]:
    required = "必填" if column.required else "选填"
    choices = "、".join(column.choices)
    return column.header, required, column.explanation, choices, column.example
