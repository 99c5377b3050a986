"""Spans of time, half open: they begin at ``begins`` and end just before ``ends`` (UTC)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Span:
    begins: datetime
    ends: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether some instant lies in both."""
        return self.begins < other.ends and other.begins < self.ends

    def covers(self, other: "Span") -> bool:
        """Whether every instant of ``other`` lies in this one."""
        return self.begins <= other.begins and other.ends <= self.ends

    def widened(self, before: int, after: int) -> "Span":
        """The span with so many minutes more on either side."""
        return Span(self.begins - timedelta(minutes=before), self.ends + timedelta(minutes=after))

    @property
    def minutes(self) -> int:
        """Its length in whole minutes."""
        return int((self.ends - self.begins) / timedelta(minutes=1))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The same instants in as few spans as can be, in order of time."""
    last: Span | None = None
    for span in sorted(spans, key=attrgetter("begins")):
        if last is None:
            last = span
        elif span.begins <= last.ends:
            last = Span(last.begins, max(last.ends, span.ends))
        else:
            yield last
            last = span
    if last is not None:
        yield last


def between(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What of ``span`` is left over by ``taken``, which are in order, apart, and meet it."""
    begins = span.begins
    for each in taken:
        if begins < each.begins:
            yield Span(begins, each.begins)
        begins = each.ends
    if begins < span.ends:
        yield Span(begins, span.ends)
