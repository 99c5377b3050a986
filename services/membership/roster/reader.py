"""Reading a roster file: refused whole with a named reason, or row by row with every bad cell."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from services.membership.roster.columns import EXPLANATION_SHEET
from services.membership.roster.headers import Headers, find_headers, is_blank
from services.membership.roster.limits import DEFAULT_LIMITS, Limits
from services.membership.roster.refusal import (
    EncryptedWorkbook,
    FileEmpty,
    FileTooLarge,
    NoRosterRows,
    NotASpreadsheet,
    OldExcelFormat,
    WebPageNotSpreadsheet,
)
from services.membership.roster.row import BadCell, RosterRow
from services.membership.roster.table import NumberedRow, Table
from services.membership.roster.text_file import open_text
from services.membership.roster.typing_rows import RowTyping, Seen
from services.membership.roster.workbook.workbook import open_workbook

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MARKUP = b"<"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEAD = 512


def read_roster(source: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> Iterator[RosterRow | BadCell]:
    """Read an .xlsx or .csv roster by what the file holds, whatever its name says.

    Each sheet is read but 填写说明 and blank ones. Blank rows are passed over. A row yields one
    ``RosterRow``, or one ``BadCell`` for each fault in it. The file is judged as a whole before
    this returns; going through the iterator raises nothing, so good rows may be taken at once.

    Args:
        source: seekable and open until the iterator is used up; not closed here.
        limits: bounds on size, rows, columns and inflation.

    Raises:
        RosterRefused: a subclass naming what is wrong with the file and what to do next.
    """
    rosters = [
        (table, *found)
        for table in _tables(source, limits)
        if (found := find_headers(table)) is not None
    ]
    if not any(_has_rows(table, first) for table, first, _ in rosters):
        raise NoRosterRows
    return _typed_rows(rosters, limits)


def _tables(source: BinaryIO, limits: Limits) -> list[Table]:
    size = source.seek(0, os.SEEK_END)
    if size == 0:
        raise FileEmpty
    if size > limits.file_bytes:
        raise FileTooLarge(limits.file_bytes)
    source.seek(0)
    head = source.read(_HEAD)
    if head.startswith(_ZIP):
        return open_workbook(source, limits, but=EXPLANATION_SHEET)
    _refuse_other_formats(source, head)
    return [open_text(source, limits)]


def _refuse_other_formats(source: BinaryIO, head: bytes) -> None:
    if head.startswith(_OLE):
        source.seek(0)
        raise EncryptedWorkbook if _ENCRYPTED_STREAM in source.read() else OldExcelFormat
    if head.startswith(_FOREIGN):
        raise NotASpreadsheet
    if head.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(_MARKUP):
        raise WebPageNotSpreadsheet
    if not head.removeprefix(_BYTE_ORDER_MARK).strip():
        raise FileEmpty


def _has_rows(table: Table, header_row: int) -> bool:
    return any(not is_blank(cells) for _, cells in _below(table, header_row))


def _below(table: Table, header_row: int) -> Iterator[NumberedRow]:
    rows = table.rows()
    for number, _ in rows:
        if number == header_row:
            break
    yield from rows


def _typed_rows(
    rosters: list[tuple[Table, int, Headers]], limits: Limits
) -> Iterator[RosterRow | BadCell]:
    seen: Seen = {}
    for table, header_row, headers in rosters:
        typing = RowTyping(table.name, headers, seen, limits.text)
        for row in _below(table, header_row):
            yield from typing.typed(row)
