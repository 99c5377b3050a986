"""What a command answers: a table people can read, an exit status scripts can read."""

import unicodedata
from collections.abc import Sequence
from enum import IntEnum


class Status(IntEnum):
    """Exit statuses."""

    DONE = 0
    LEFT = 1
    """Something remains: entries that failed again, a copy that differs, changes not yet applied,
    a topic that is not proven to be what was published."""
    USAGE = 2
    """The command line is not one; argparse's own."""
    REFUSED = 3
    """It would do harm, or makes no sense; the text says what would have to be told."""
    UNREACHABLE = 4
    """A database or Kafka does not answer."""
    INTERRUPTED = 130
    UNREAD = 141
    """Nobody reads the answer any more, as behind `| head`: the shell's own statuses, both."""


class Refused(Exception):
    """The command does nothing. The text says why, and what to do next."""

    status = Status.REFUSED


class Unreachable(Refused):
    """What the command works on does not answer."""

    status = Status.UNREACHABLE


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> str:
    """Rows under their headers, in columns as wide as they must be; ``empty`` when there are none."""
    if not rows:
        return empty
    texts = [list(headers), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[column]) for row in texts) for column in range(len(headers))]
    lines = ["  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)) for row in texts]
    return "\n".join(line.rstrip() for line in lines)


def _text(cell: object) -> str:
    return "-" if cell is None or cell == "" else str(cell)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def seconds(value: float | None) -> str:
    """A length of time as people say it: `0 s`, `75 s`, `3.2 h`."""
    if value is None:
        return "?"
    for size, unit in ((86_400, "d"), (3_600, "h"), (600, "min")):
        if value >= size:
            return f"{value / (60 if unit == 'min' else size):.1f} {unit}"
    return f"{value:.0f} s"
