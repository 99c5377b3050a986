"""How much of a roster file is read before it is refused."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one upload from costing more memory or time than an honest one.

    A roster row takes about 60 bytes zipped and 600 bytes unpacked, so the defaults leave an
    honest file of the most rows a factor of two.

    Attributes:
        file_bytes: size of the upload as it came.
        rows: rows below the headers over all sheets, blank ones included.
        columns: columns that may hold anything; the template has fewer.
        sheets: worksheets in one workbook.
        parts: files inside the .xlsx package.
        unpacked_bytes: what the read parts of the package may inflate to, counted as they inflate.
        ratio: inflated size over zipped size of one part, checked beyond ``ratio_from_bytes``.
        token_bytes: the longest single XML tag.
        text: characters in one cell.
    """

    file_bytes: int = 32 * MIB
    rows: int = 200_000
    columns: int = 32
    sheets: int = 64
    parts: int = 1_000
    unpacked_bytes: int = 256 * MIB
    ratio: int = 200
    ratio_from_bytes: int = MIB
    token_bytes: int = MIB
    text: int = 500


DEFAULT_LIMITS = Limits()
