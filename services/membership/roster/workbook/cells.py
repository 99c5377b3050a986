"""The rows of one worksheet, streamed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite

from services.membership.roster.cell import Cell, Oddity
from services.membership.roster.limits import Limits
from services.membership.roster.table import NumberedRow
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.strings import SharedTexts, plain
from services.membership.roster.workbook.styles import Shown
from services.membership.roster.workbook.xml import Attributes, new_parser, parse

_PIECES_KEPT = 64
_OFTEN = 4_096  # labels are used first and again, so the first texts are those worth keeping
_TAGS = ("c", "row", "f", "rPh")
_LAST_SERIAL = 2_958_465  # 9999-12-31
_PHANTOM_DAY = 60  # Excel's calendar holds a 29 February 1900


@lru_cache(maxsize=65_536)
def date_of_serial(serial: int, *, counts_from_1904: bool) -> date | Oddity:
    """The day a spreadsheet's day number means (ECMA-376 18.17.4.1)."""
    if not 1 <= serial <= _LAST_SERIAL or serial == _PHANTOM_DAY:
        return Oddity.BAD_DATE
    if counts_from_1904:
        return _day_after(date(1904, 1, 1), serial)
    return _day_after(date(1899, 12, 31 if serial < _PHANTOM_DAY else 30), serial)


def _day_after(origin: date, days: int) -> date | Oddity:
    try:
        return origin + timedelta(days=days)
    except OverflowError:
        return Oddity.BAD_DATE


class CellReading:
    """How the cells of one workbook turn into values."""

    def __init__(
        self, texts: SharedTexts, formats: tuple[Shown, ...], *, counts_from_1904: bool
    ) -> None:
        self._texts = texts
        self._often: dict[str, str] = {}
        self._dates = {
            str(index): shown for index, shown in enumerate(formats) if shown is not Shown.NUMBER
        }
        self._counts_from_1904 = counts_from_1904

    def value(self, kind: str, style: str, raw: str) -> Cell:
        """The value of a cell with type ``t`` and style ``s`` whose ``v`` (or ``is``) is ``raw``."""
        if kind == "s":
            known = self._often.get(raw)
            return self._shared(raw) if known is None else known
        if kind == "inlineStr":
            return plain(raw)
        if kind == "n":
            return self._number(style, raw)
        if kind == "b":
            return raw == "1"
        return Oddity.ERROR if kind == "e" else plain(raw)

    def _shared(self, raw: str) -> Cell:
        try:
            text = self._texts[int(raw)]
        except (ValueError, IndexError):
            return Oddity.ERROR
        if len(self._often) < _OFTEN:
            self._often[raw] = text
        return text

    def _number(self, style: str, raw: str) -> Cell:
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not isfinite(number):
            return raw
        shown = self._dates.get(style)
        if shown is None:
            return number
        if shown is Shown.PART_OF_DATE:
            return Oddity.PARTIAL_DATE
        return date_of_serial(int(number), counts_from_1904=self._counts_from_1904)


def read_rows(
    package: Package, part: str, reading: CellReading, limits: Limits
) -> Iterator[NumberedRow]:
    """Each row's number and its cells by column; what lies beyond the last column is put there.

    A row has ``limits.columns + 1`` places; the last one stands for all columns beyond.
    """
    parser = new_parser()
    rows: list[NumberedRow] = []
    pieces: list[str] = []

    def start_root(tag: str, _: Attributes) -> None:
        prefix = tag.removesuffix("worksheet")  # the root's prefix is every tag's prefix
        parser.StartElementHandler, parser.EndElementHandler = _handlers(
            prefix, reading.value, limits.columns, rows, pieces
        )
        parser.CharacterDataHandler = pieces.append

    parser.StartElementHandler = start_root
    for _ in parse(parser, package.inflate(part, again=True), limits.token_bytes):
        del pieces[_PIECES_KEPT:]
        yield from rows
        rows.clear()


def _handlers(  # noqa: C901 -- see the docstring
    prefix: str,
    value: Callable[[str, str, str], Cell],
    beyond: int,
    rows: list[NumberedRow],
    pieces: list[str],
) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """The handlers of a start tag and an end tag.

    They run for each tag of each cell of a roster, so they are closures with everything spelled
    out in place: as methods that call one another they take half as long again.

    A cell's text is whatever characters stand in it: its value, or its inline text without the
    phonetic hints. A formula's text does no harm, as a cell with a formula has no other value.
    """
    cell_tag, row_tag, formula_tag, hint_tag = (f"{prefix}{tag}" for tag in _TAGS)
    places = {_letters(column): column for column in range(beyond)}
    row: list[Cell] = []
    number, column, before_hint, formula = 0, -1, 0, False
    kind = style = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal row, number, column, before_hint, formula, kind, style
        if tag == cell_tag:
            place = attributes.get("r")
            if place is None:
                column = min(column + 1, beyond)
            else:
                column = places.get(place.rstrip("0123456789"), beyond)
            kind, style = attributes.get("t", "n"), attributes.get("s", "")
            formula = False
            pieces.clear()
        elif tag == row_tag:
            given = attributes.get("r", "")
            number = int(given) if given.isdecimal() else number + 1
            row, column = [None] * (beyond + 1), -1
        elif tag == formula_tag:
            formula = True
        elif tag == hint_tag:
            before_hint = len(pieces)

    def end(tag: str) -> None:
        if tag == cell_tag:
            if formula:
                row[column] = Oddity.FORMULA
            elif raw := "".join(pieces):
                row[column] = value(kind, style, raw)
        elif tag == row_tag:
            rows.append((number, row))
        elif tag == hint_tag:
            del pieces[before_hint:]

    return start, end


def _letters(column: int) -> str:
    """``0`` is A, ``26`` is AA; enough for two letters."""
    tens, ones = divmod(column, 26)
    return (chr(ord("A") + tens - 1) if tens else "") + chr(ord("A") + ones)
