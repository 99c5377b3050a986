"""Spans of time, half open: they begin at ``begins`` and end just before ``ends`` (UTC).

A year of a busy hall has thousands of them, so a span is a plain pair, and whoever works on many goes
through them once, in order of time.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple


class Span(NamedTuple):
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


def widened(spans: Iterable[Span], before: int, after: int) -> Iterator[Span]:
    """Each span with so many minutes more on either side."""
    earlier, later = timedelta(minutes=before), timedelta(minutes=after)
    return (Span(begins - earlier, ends + later) for begins, ends in spans)


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The same instants in as few spans as can be, in order of time."""
    in_order = sorted(spans, key=_begins)
    if not in_order:
        return
    since, until = in_order[0]
    for begins, ends in in_order:
        if begins > until:
            yield Span(since, until)
            since, until = begins, ends
        elif ends > until:
            until = ends
    yield Span(since, until)


def within(spans: Iterable[Span], wish: Span) -> Iterator[Span]:
    """What of each span lies in ``wish``."""
    for begins, ends in spans:
        since, until = max(begins, wish.begins), min(ends, wish.ends)
        if since < until:
            yield Span(since, until)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> Iterator[Span]:
    """What of ``spans`` is left over by ``taken``; both are in order of time and apart."""
    following = iter(taken)
    each = next(following, None)
    for begins, ends in spans:
        since = begins
        while each is not None and each.begins < ends:
            if since < each.begins:
                yield Span(since, each.begins)
            since = max(since, each.ends)
            if each.ends > ends:
                break  # it reaches beyond, perhaps into the next
            each = next(following, None)
        if since < ends:
            yield Span(since, ends)


_begins = itemgetter(0)
