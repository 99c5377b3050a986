"""Writing tables of text that may be longer than one sheet, in constant memory."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.membership.roster.text import guarded

ROWS_PER_SHEET = 1_048_575
"""What an .xlsx sheet holds below its header row."""


def new_workbook(out: BinaryIO) -> Workbook:
    """A workbook that keeps one row in memory; the rest waits in a temporary file until closed.

    Use it as a context manager: leaving it writes ``out`` and removes the temporary file.
    """
    return Workbook(out, {"constant_memory": True})


def write_rows(
    book: Workbook,
    name: str,
    header: Callable[[Workbook, Worksheet], None],
    rows: Iterable[tuple[str, ...]],
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write texts below a header, going on with sheets ``<name>2``, ``<name>3`` … when one is full.

    Texts a spreadsheet program might take for a formula are guarded.
    """
    remaining, number = iter(rows), 1
    while True:
        sheet = book.add_worksheet(name if number == 1 else f"{name}{number}")
        header(book, sheet)
        row = 0
        for row, texts in enumerate(islice(remaining, rows_per_sheet), start=1):
            for place, text in enumerate(texts):
                if text:
                    sheet.write_string(row, place, guarded(text))
        number += 1
        if row < rows_per_sheet:
            return
