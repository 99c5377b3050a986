"""From a numbered row of cells to typed values, or to every cell of it that breaks a rule."""

import re
from typing import Any

from services.membership.roster.cell import Cell, CellRefused, Oddity
from services.membership.roster.column_rules import text_of
from services.membership.roster.columns import COLUMNS, HEADER_OF_FIELD, Column
from services.membership.roster.headers import Headers
from services.membership.roster.identity_number import IdentityNumber
from services.membership.roster.row import BadCell, RosterRow, RosterValues
from services.membership.roster.table import NumberedRow
from services.membership.roster.text import normalised

Seen = dict[int, tuple[str, int]]
"""Where each person (the first seventeen digits of the number) stood first: sheet and row."""

_BLANK: dict[str, Any] = dict.fromkeys(column.field for column in COLUMNS) | {"posts": ()}
_REQUIRED = tuple(column for column in COLUMNS if column.required)
_REFUSED = object()
# Not all that Python calls unprintable: rare characters of names are newer than its tables.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_ECHO = 100
_KNOWN = 16_384


class RowTyping:
    """Types the rows of one sheet.

    Args:
        sheet: its name.
        headers: which column stands where.
        seen: the persons met so far in the file, to find one given twice.
        longest_text: characters a cell may hold.
    """

    def __init__(self, sheet: str, headers: Headers, seen: Seen, longest_text: int) -> None:
        self._sheet = sheet
        self._headers = headers
        self._seen = seen
        self._longest_text = longest_text
        self._plan = [(place, column, dict[Cell, object]()) for place, column in headers.items()]

    def typed(self, row: NumberedRow) -> list[RosterRow | BadCell]:
        """One ``RosterRow``, one ``BadCell`` for each fault, or nothing for a blank row.

        Most cells say what a cell above them said: a text read once is looked up.
        """
        number, cells = row
        unread = len(cells) - cells.count(None)
        values, faults = _BLANK.copy(), list[BadCell]()
        for place, column, known in self._plan:
            cell = cells[place]
            if cell is None:
                continue
            unread -= 1
            value = known.get(cell)
            if value is None:
                value = self._value(number, column, cell, faults)
                if self._may_remember(column, cell, value) and len(known) < _KNOWN:
                    known[cell] = value
            if value is not None:
                values[column.field] = value
        if unread:
            faults += self._unnamed(number, cells)
        return self._result(number, values, faults)

    def _value(self, number: int, column: Column, cell: Cell, faults: list[BadCell]) -> object:
        try:
            text = _text_or_value(cell, self._longest_text)
            return None if text is None else column.read(text)
        except CellRefused as refused:
            faults.append(self._bad(number, column.header, cell, refused))
            return _REFUSED

    @staticmethod
    def _may_remember(column: Column, cell: Cell, value: object) -> bool:
        """Only texts, as ``True`` and ``1.0`` are one key; no refusal, as each is reported."""
        return column.repeats and value is not _REFUSED and isinstance(cell, str)

    def _unnamed(self, number: int, cells: list[Cell]) -> list[BadCell]:
        refused = CellRefused("no-header", "该列没有表头,请删除内容或补上表头")
        return [
            self._bad(number, f"第 {place + 1} 列", cell, refused)
            for place, cell in enumerate(cells)
            if place not in self._headers and cell is not None and normalised(_echo(cell))
        ]

    def _result(
        self, number: int, values: dict[str, Any], faults: list[BadCell]
    ) -> list[RosterRow | BadCell]:
        if not faults and values == _BLANK:
            return []
        for column in _REQUIRED:
            if values[column.field] is None:
                refused = CellRefused("required", f"{column.header}为必填项,请补充")
                faults.append(self._bad(number, column.header, None, refused))
        identity = values["identity_number"]
        if isinstance(identity, IdentityNumber):
            self._check_gender(number, identity, values["gender"], faults)
            self._check_first(number, identity, faults)
        if faults:
            return [*faults]
        values["identity_number"] = identity.number
        values["gender"] = identity.gender
        values["birth_date"] = identity.birth_date
        return [RosterRow(self._sheet, number, RosterValues(**values))]

    def _check_gender(
        self, number: int, identity: IdentityNumber, gender: Any, faults: list[BadCell]
    ) -> None:
        if gender in {None, _REFUSED, identity.gender}:
            return
        reason = f"与公民身份号码不符,按号码应为“{identity.gender.label}”,请核对两者"
        refused = CellRefused("gender-mismatch", reason)
        faults.append(self._bad(number, HEADER_OF_FIELD["gender"], gender.label, refused))

    def _check_first(self, number: int, identity: IdentityNumber, faults: list[BadCell]) -> None:
        here = (self._sheet, number)
        first = self._seen.setdefault(int(identity.number[:17]), here)
        if first is here:
            return
        place = f"工作表“{first[0]}”第 {first[1]} 行" if first[0] else f"第 {first[1]} 行"
        refused = CellRefused("duplicate-in-file", f"与{place}的号码相同,请只保留一行")
        header = HEADER_OF_FIELD["identity_number"]
        faults.append(self._bad(number, header, identity.number, refused))

    def _bad(self, number: int, header: str, cell: Cell, refused: CellRefused) -> BadCell:
        value = _echo(cell)[:_LONGEST_ECHO]
        return BadCell(self._sheet, number, header, value, refused.reason, refused.rule)


def _text_or_value(cell: Cell, longest: int) -> Cell:
    """The cell made clean, or ``None`` if only spaces stand in it."""
    if not isinstance(cell, str):
        if isinstance(cell, Oddity):
            raise CellRefused(cell.rule, cell.reason)
        return cell
    text = normalised(cell)
    if len(text) > longest:
        raise CellRefused("too-long", f"内容超过 {longest} 字,请缩短")
    if text.startswith("="):
        raise CellRefused(Oddity.FORMULA.rule, Oddity.FORMULA.reason)
    if not text.isprintable() and _CONTROL.search(text):
        raise CellRefused("control-characters", "含不可见的控制字符,请重新键入")
    return text or None


def _echo(cell: Cell) -> str:
    return cell.rule if isinstance(cell, Oddity) else text_of(cell)
