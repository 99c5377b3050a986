"""Writing tables of text as .xlsx straight into one file: nothing else lies on the disk meanwhile.

XlsxWriter keeps a table in memory, or in named temporary files that a killed process leaves behind in
clear. Here it makes the shell, in memory: headers, widths, formats. The rows are streamed into it.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import islice
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from services.membership.roster.text import guarded

ROWS_PER_SHEET = 500_000
"""Half of what a sheet may hold: its part stays far below 2 GiB, beyond which not every program reads."""

Header = Callable[[Workbook, Worksheet], None]
Row = tuple[str, ...]

_LONGEST = 32_767
"""Characters a cell holds."""
_AT_A_TIME = 200
_SHEETS = "xl/worksheets/sheet"
_SHEET = _SHEETS + "{}.xml"
_END = "</sheetData>"
_STYLED = re.compile(r'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"')
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_rows(
    out: BinaryIO,
    name: str,
    header: Header,
    rows: Iterable[Row],
    *,
    before: Callable[[Workbook], None] = lambda _: None,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write texts below a header, going on with sheets ``<name>2``, ``<name>3`` … when one is full.

    Texts a spreadsheet program might take for a formula are guarded.

    Args:
        out: receives the .xlsx; left open.
        name: of the first sheet.
        header: writes row 1 of a sheet, its widths and formats.
        rows: read once, a few at a time.
        before: makes the sheets that stand before the table, short ones.
        rows_per_sheet: after so many rows another sheet is begun.
    """
    remaining, names, full = iter(rows), [name], True
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        while full:
            shell = _shell(names, header, before)
            last = _SHEET.format(sum(path.startswith(_SHEETS) for path in shell))
            part = _Part(shell.pop(last).decode())
            with package.open(_deflated(last), "w") as file:
                full = part.write(file, islice(remaining, rows_per_sheet)) == rows_per_sheet
            names.append(f"{name}{len(names) + 1}")
        for path, content in shell.items():
            if path not in package.namelist():
                package.writestr(_deflated(path), content)


def _deflated(path: str) -> ZipInfo:
    info = ZipInfo(path)
    info.compress_type = ZIP_DEFLATED
    return info


def _shell(
    names: list[str], header: Header, before: Callable[[Workbook], None]
) -> dict[str, bytes]:
    """The parts of the workbook without its rows."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        before(book)
        for name in names:
            header(book, book.add_worksheet(name))
    with ZipFile(made) as package:
        return {path: package.read(path) for path in package.namelist()}


class _Part:
    """A sheet as XML, to be filled with rows below its header."""

    def __init__(self, empty: str) -> None:
        head, _, tail = _DIMENSION.sub("", empty).partition(_END)
        self._head, self._tail = head, _END + tail
        self._styles = {
            place: style
            for first, last, style in _STYLED.findall(head)
            for place in range(int(first) - 1, int(last))
        }

    def write(self, out: IO[bytes], rows: Iterable[Row]) -> int:
        """Write the whole sheet; answers how many rows it has below the header."""
        out.write(self._head.encode())
        lines, count = self._lines(rows), 0
        while some := list(islice(lines, _AT_A_TIME)):
            out.write("".join(some).encode())
            count += len(some)
        out.write(self._tail.encode())
        return count

    def _lines(self, rows: Iterable[Row]) -> Iterator[str]:
        for number, texts in enumerate(rows, start=2):
            cells = (self._cell(number, place, text) for place, text in enumerate(texts) if text)
            yield f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, row: int, place: int, text: str) -> str:
        style = f' s="{self._styles[place]}"' if place in self._styles else ""
        where = f'r="{xl_col_to_name(place)}{row}"{style} t="inlineStr"'
        return f'<c {where}><is><t xml:space="preserve">{_in_xml(text)}</t></is></c>'


def _in_xml(text: str) -> str:
    """What XML cannot hold is written as `_xHHHH_`, and so is the sign that would be taken for that."""
    safe = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", guarded(text)[:_LONGEST])
    return escape(safe, quote=False)
