"""Which worksheets a workbook has and in which part each lies."""

import posixpath
from dataclasses import dataclass

from services.membership.roster.limits import Limits
from services.membership.roster.refusal import DamagedWorkbook, NotASpreadsheet, TooManySheets
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.xml import Attributes, local, new_parser, parse_whole

_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Index:
    """The workbook's sheets as ``(name, part)`` in order, and where texts and formats lie."""

    sheets: tuple[tuple[str, str], ...]
    strings: str | None
    styles: str | None
    counts_from_1904: bool


def read_index(package: Package, limits: Limits) -> Index:
    """Read workbook.xml and its relations; chart sheets and macro sheets are left out.

    Raises:
        NotASpreadsheet: a zip archive of another kind (.docx, .ods, .xlsb, pictures).
        TooManySheets, DamagedWorkbook: as they say.
    """
    if _BOOK not in package:
        raise NotASpreadsheet
    relations = _read_relations(package, limits)
    book = _Book()
    parser = new_parser()
    parser.StartElementHandler = book.start
    parse_whole(parser, package.inflate(_BOOK), limits.token_bytes)
    if len(book.sheets) > limits.sheets:
        raise TooManySheets(limits.sheets)
    sheets = tuple(
        (name, relations[relation][1])
        for name, relation in book.sheets
        if relations.get(relation, ("", ""))[0] == "worksheet"
    )
    if not sheets or len({part for _, part in sheets}) < len(sheets):
        raise DamagedWorkbook("no worksheets, or one part for two of them")
    by_kind = dict(relations.values())
    return Index(sheets, by_kind.get("sharedStrings"), by_kind.get("styles"), book.counts_from_1904)


class _Book:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if local(tag) == "sheet":
            by_local = {local(key): value for key, value in attributes.items()}
            self.sheets.append((by_local.get("name", ""), by_local.get("id", "")))
        elif local(tag) == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "0") in {"1", "true"}


def _read_relations(package: Package, limits: Limits) -> dict[str, tuple[str, str]]:
    relations: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            relations[attributes.get("Id", "")] = kind, target.lstrip("/")

    parser = new_parser()
    parser.StartElementHandler = start
    parse_whole(parser, package.inflate(_BOOK_RELATIONS), limits.token_bytes)
    return relations
