"""What both file kinds come down to: named tables of numbered rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.membership.roster.cell import Cell

NumberedRow = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet (or the one nameless table of a CSV); ``rows`` reads it from the start each time."""

    name: str
    rows: Callable[[], Iterator[NumberedRow]]
