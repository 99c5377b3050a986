"""Opening an .xlsx: everything about the file as a whole is judged here, before the first row."""

from functools import partial
from typing import BinaryIO

from services.membership.roster.limits import Limits
from services.membership.roster.table import Table
from services.membership.roster.workbook.cells import CellReading, read_rows
from services.membership.roster.workbook.index import read_index
from services.membership.roster.workbook.inspection import inspect_sheets
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.strings import read_texts
from services.membership.roster.workbook.styles import read_formats


def open_workbook(source: BinaryIO, limits: Limits, *, but: str) -> list[Table]:
    """The workbook's sheets in order, all but the one named ``but``.

    Raises:
        RosterRefused: a subclass naming what is wrong with the file; after this returned,
            reading the rows raises nothing.
    """
    package = Package(source, limits)
    index = read_index(package, limits)
    sheets = tuple(sheet for sheet in index.sheets if sheet[0].strip() != but)
    inspect_sheets(package, sheets, limits)
    reading = CellReading(
        read_texts(package, index.strings, limits),
        read_formats(package, index.styles, limits),
        counts_from_1904=index.counts_from_1904,
    )
    return [
        Table(name, partial(read_rows, package, part, reading, limits)) for name, part in sheets
    ]
