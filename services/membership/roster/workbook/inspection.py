"""Looking a worksheet through before any row of it is believed."""

from collections.abc import Iterator
from xml.parsers.expat import XMLParserType

from services.membership.roster.limits import Limits
from services.membership.roster.refusal import MergedCells, TooManyRows
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.xml import Attributes, local, new_parser, parse_whole

_ROW = b"<row"
_PREFIXED_ROW = b":row"
_MERGED_AREAS = b"mergeCell"  # names the list and each area in it: a chunk cuts only one


def inspect_sheets(package: Package, sheets: tuple[tuple[str, str], ...], limits: Limits) -> None:
    """Inflate and parse the sheets whole, keeping nothing.

    Merged areas stand behind the rows, so only a look through the whole sheet can refuse them
    before the first row is given out; the same holds for damage near the end.

    Raises:
        MergedCells: a sheet holds a merged area.
        TooManyRows: over all sheets.
        DamagedWorkbook, SuspiciousArchive: as ``Package.inflate`` and ``parse`` raise them.
    """
    rows = 0
    for name, part in sheets:
        look = _Look(name)
        parse_whole(look.parser, look.watch(package.inflate(part)), limits.token_bytes)
        rows += look.rows
        if rows > limits.rows + len(sheets):  # each sheet may have one row of headers
            raise TooManyRows(limits.rows)


class _Look:
    """One sheet under inspection; the costly element handler waits for the bytes to ask for it."""

    def __init__(self, name: str) -> None:
        self._plain_rows = 0
        self._prefixed_tags = 0
        self.parser: XMLParserType = new_parser()
        self._name = name

    @property
    def rows(self) -> int:
        """Start tags; of prefixed tags the start and the end look alike."""
        return self._plain_rows + self._prefixed_tags // 2

    def watch(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        tail = b""
        for chunk in chunks:
            seen = tail + chunk
            self._plain_rows += seen.count(_ROW)
            self._prefixed_tags += seen.count(_PREFIXED_ROW)
            if _MERGED_AREAS in chunk:
                self.parser.StartElementHandler = self._refuse_merged
            tail = seen[1 - len(_ROW) :]
            yield chunk

    def _refuse_merged(self, tag: str, attributes: Attributes) -> None:
        if local(tag) == "mergeCell":
            raise MergedCells(self._name, attributes.get("ref", "?"))
