"""Which cell formats are dates, and which of them show year, month and day."""

import re
from enum import Enum, auto

from services.membership.roster.limits import Limits
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.xml import Attributes, local, new_parser, parse_whole


class Shown(Enum):
    """What a number format makes of a number."""

    NUMBER = auto()
    DATE = auto()
    PART_OF_DATE = auto()
    """Month and year, or month and day: the rest was completed by the program, not the officer."""


# ECMA-376 18.8.30, with the Chinese built-in formats 27-36 and 50-58.
_FULL_DATES = frozenset({14, 15, 22, 30, 31})
_PARTS_OF_DATES = frozenset({16, 17, 27, 28, 29, 36, 50, 51, 52, 53, 54, 57, 58})
_NOT_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def read_formats(package: Package, path: str | None, limits: Limits) -> tuple[Shown, ...]:
    """What each cell format (the index in a cell's ``s``) shows; empty without a styles part."""
    if path is None or path not in package:
        return ()
    styles = _Styles()
    parser = new_parser()
    parser.StartElementHandler = styles.start
    parser.EndElementHandler = styles.end
    parse_whole(parser, package.inflate(path), limits.token_bytes)
    return tuple(styles.shown(number) for number in styles.cell_formats)


def shown_by_code(code: str) -> Shown:
    """What a number format code such as ``yyyy-mm-dd`` shows, judged by its first section."""
    letters = _NOT_CODES.sub("", code).partition(";")[0].lower()
    if not {"y", "d", "e"} & set(letters) or "general" in letters or "0" in letters:
        return Shown.NUMBER
    whole = "m" in letters and "d" in letters and bool({"y", "e"} & set(letters))
    return Shown.DATE if whole else Shown.PART_OF_DATE


class _Styles:
    def __init__(self) -> None:
        self.cell_formats: list[int] = []
        self._codes: dict[int, str] = {}
        self._in_cell_formats = False

    def start(self, tag: str, attributes: Attributes) -> None:
        match local(tag):
            case "cellXfs":
                self._in_cell_formats = True
            case "xf" if self._in_cell_formats:
                self.cell_formats.append(_number(attributes.get("numFmtId", "0")))
            case "numFmt":
                code = attributes.get("formatCode", "")
                self._codes[_number(attributes.get("numFmtId", "0"))] = code

    def end(self, tag: str) -> None:
        if local(tag) == "cellXfs":
            self._in_cell_formats = False

    def shown(self, number: int) -> Shown:
        if number in self._codes:
            return shown_by_code(self._codes[number])
        if number in _FULL_DATES:
            return Shown.DATE
        return Shown.PART_OF_DATE if number in _PARTS_OF_DATES else Shown.NUMBER


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 -- more digits than any format id
