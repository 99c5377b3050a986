"""Reading .csv: UTF-8 with or without a mark, or GB18030 as Chinese Excel writes it."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO

from services.membership.roster.cell import Cell
from services.membership.roster.limits import Limits
from services.membership.roster.refusal import (
    DamagedText,
    NotASpreadsheet,
    TooManyRows,
    UnknownTextEncoding,
)
from services.membership.roster.table import NumberedRow, Table

_CHUNK = 64 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")


def open_text(source: BinaryIO, limits: Limits) -> Table:
    """The one nameless table of a CSV file, read through once to the end before it is believed.

    Raises:
        NotASpreadsheet: binary content.
        UnknownTextEncoding, DamagedText, TooManyRows: as they say.
    """
    _check_is_text(source)
    encoding = next((name for name in _ENCODINGS if _decodes(source, name)), None)
    if encoding is None:
        raise UnknownTextEncoding
    rows = partial(_rows, source, encoding, limits)
    if sum(1 for _ in islice(rows(), limits.rows + 2)) > limits.rows + 1:
        raise TooManyRows(limits.rows)
    return Table("", rows)


def _check_is_text(source: BinaryIO) -> None:
    source.seek(0)
    if source.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE}:
        raise UnknownTextEncoding
    source.seek(0)
    while chunk := source.read(_CHUNK):
        if b"\0" in chunk:
            raise NotASpreadsheet


def _decodes(source: BinaryIO, encoding: str) -> bool:
    source.seek(0)
    decoder = getincrementaldecoder(encoding)()
    try:
        while chunk := source.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(source: BinaryIO, encoding: str, limits: Limits) -> Iterator[NumberedRow]:
    source.seek(0)
    text = io.TextIOWrapper(source, encoding, newline="")
    reader = csv.reader(text, strict=True)
    places = limits.columns + 1
    try:
        for number, fields in enumerate(reader, start=1):  # as a spreadsheet program counts
            yield number, _placed(fields, places)
    except csv.Error:
        raise DamagedText(reader.line_num + 1) from None
    finally:
        text.detach()


def _placed(fields: list[str], places: int) -> list[Cell]:
    cells: list[Cell] = [None] * places
    cells[: len(fields)] = fields[:places]
    if len(fields) > places:
        cells[-1] = next((field for field in fields[places - 1 :] if field), None)
    return cells
