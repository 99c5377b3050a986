"""What the person at the terminal sees while something takes its time."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import TypeVar
from unicodedata import east_asian_width

T = TypeVar("T")
_WIDTH = 28


class Bar:
    """A progress bar on a terminal; one line at the end where there is none."""

    def __init__(self, label: str) -> None:
        self._label, self._began = label, perf_counter()
        self._terminal = sys.stdout.isatty()

    def show(self, done: int, total: int) -> None:
        if self._terminal:
            print(f"\r{self._line(done, total)}", end="", flush=True)

    def end(self, done: int, total: int, note: str = "") -> None:
        start = "\r" if self._terminal else ""
        seconds = perf_counter() - self._began
        print(f"{start}{self._line(done, total)}  {seconds:5.1f} s  {note}".rstrip(), flush=True)

    def _line(self, done: int, total: int) -> str:
        filled = _WIDTH if total <= 0 else _WIDTH * min(done, total) // total
        blocks = "█" * filled + "░" * (_WIDTH - filled)
        return f"  {_padded(self._label, 34)} {blocks} {done:>6,}/{total:<6,}"


def each(label: str, things: Sequence[T]) -> Iterator[T]:
    """Go through ``things`` under a bar."""
    bar = Bar(label)
    for number, thing in enumerate(things):
        bar.show(number, len(things))
        yield thing
    bar.end(len(things), len(things))


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def table(title: str, rows: Iterable[tuple[str, object]]) -> str:
    """Two columns under a title, as an office would print them."""
    listed = [
        (label, f"{value:,}" if isinstance(value, int) else str(value)) for label, value in rows
    ]
    left = max(width(label) for label, _ in listed)
    right = max(len(value) for _, value in listed)
    line = "─" * max(left + right + 5, width(title) + 4)
    body = [f"  {_padded(label, left)} │ {value:>{right}}" for label, value in listed]
    return "\n".join([line, f"  {title}", line, *body, line])
