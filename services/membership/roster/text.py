"""Bringing what officers type to one form: widths, spaces and invisible characters."""

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"))
_SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t\r\n\v\f"), " ")
_TABLE: dict[int, int | str | None] = {**_FULL_WIDTH, **_INVISIBLE, **_SPACES}
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")


def normalised(text: str) -> str:
    """``text`` trimmed, full-width forms made half-width, every space plain, hidden marks gone.

    A leading apostrophe that ``guarded`` put there is taken off again.
    """
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_TABLE)
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY_START) else text


def guarded(text: str) -> str:
    """``text`` made harmless where a spreadsheet program might take it for a formula.

    Cells are written as texts anyway; the apostrophe still protects who saves the sheet as CSV
    and opens that (CWE-1236).
    """
    return f"'{text}" if text.startswith(_RISKY_START) else text
