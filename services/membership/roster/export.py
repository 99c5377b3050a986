"""The register as .xlsx, in the template's own columns: a clear export can be imported again."""

from collections.abc import Iterable
from typing import BinaryIO

from services.membership.roster.columns import ROSTER_SHEET
from services.membership.roster.row import RosterValues
from services.membership.roster.template import write_header_row
from services.membership.roster.texts import clear_texts, masked_texts
from services.membership.roster.writing import ROWS_PER_SHEET, write_rows


def write_roster(
    members: Iterable[RosterValues],
    out: BinaryIO,
    *,
    masked: bool,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write the members to ``out`` in the order given, in constant memory.

    Args:
        members: read once.
        out: receives the .xlsx; left open.
        masked: names, numbers, phones and addresses shown only in part. A clear export is a
            disclosure of each person's sealed data; the caller records it.
        rows_per_sheet: after so many rows another sheet is begun.
    """
    rows = map(masked_texts if masked else clear_texts, members)
    write_rows(out, ROSTER_SHEET, write_header_row, rows, rows_per_sheet=rows_per_sheet)
