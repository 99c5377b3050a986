"""Finding the header row and which column stands where."""

import re
from collections import Counter
from contextlib import closing

from services.membership.roster.cell import Cell
from services.membership.roster.column_rules import text_of
from services.membership.roster.columns import COLUMNS, Column
from services.membership.roster.refusal import (
    DuplicateHeaders,
    MissingHeaders,
    TooManyColumns,
    UnknownHeaders,
)
from services.membership.roster.table import NumberedRow, Table
from services.membership.roster.text import normalised

_BY_HEADER = {column.header: column for column in COLUMNS}
_LONG_NUMBER = re.compile(r"[0-9]{5,}[0-9Xx]*")
_LONGEST_QUOTED = 20
_MOST_QUOTED = 10

Headers = dict[int, Column]
"""Which column stands at which place."""


def find_headers(table: Table) -> tuple[int, Headers] | None:
    """The header row's number and its columns, or nothing if the whole sheet is blank.

    Raises:
        TooManyColumns, DuplicateHeaders, UnknownHeaders, MissingHeaders: in this order; a row
            without any known header lacks them all and is not quoted, as it may be a person's.
    """
    with closing(table.rows()) as rows:  # type: ignore[type-var]
        first = next((row for row in rows if not is_blank(row[1])), None)
    if first is None:
        return None
    return first[0], _headers(table.name, first)


def is_blank(cells: list[Cell]) -> bool:
    """Whether nothing, or nothing but spaces, stands in the row."""
    return all(cell is None or (isinstance(cell, str) and not normalised(cell)) for cell in cells)


def _headers(sheet: str, row: NumberedRow) -> Headers:
    *cells, beyond = row[1]
    if beyond is not None:
        raise TooManyColumns(sheet, len(cells))
    texts = {place: text for place, cell in enumerate(cells) if (text := _header(cell))}
    counts = Counter(texts.values())
    if repeated := [text for text, count in counts.items() if count > 1 and text in _BY_HEADER]:
        raise DuplicateHeaders(sheet, _quoted(repeated))
    unknown = [text for text in counts if text not in _BY_HEADER]
    if unknown and len(unknown) < len(counts):
        raise UnknownHeaders(sheet, _quoted(unknown))
    required = (column.header for column in COLUMNS if column.required)
    if missing := [header for header in required if header not in counts]:
        raise MissingHeaders(sheet, missing)
    return {place: _BY_HEADER[text] for place, text in texts.items()}


def _header(cell: Cell) -> str:
    """The header without its asterisk and without the spaces and line breaks that pad it."""
    text = "?" if cell is not None and not isinstance(cell, str) else text_of(cell)
    return "".join(normalised(text).split()).strip("*")


def _quoted(headers: list[str]) -> list[str]:
    """Cut and without long numbers: a refusal may be logged, and a header may be a data cell."""
    return [_LONG_NUMBER.sub("…", text)[:_LONGEST_QUOTED] for text in headers[:_MOST_QUOTED]]
