"""A source is read to the asked position, in order, without gap, whatever the batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.subscription.reading_ahead import ahead, batches


@dataclass(frozen=True)
class Entry:
    position: int
    sequence: int = 0
    recorded_at: datetime = datetime(2026, 3, 1, tzinfo=UTC)
    fault: str = ""


class Counting:
    """A source that holds the positions from 1 to ``head``; it breaks behind ``broken``."""

    name = "counting"

    def __init__(self, head: int, broken: int | None = None) -> None:
        self._head, self._broken = head, broken

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        if self._broken is not None and after >= self._broken:
            raise OSError("the source is gone")
        return [
            Entry(position) for position in range(after + 1, min(after + limit, self._head) + 1)
        ]

    def head(self) -> int:
        return self._head

    def seen(self) -> int:
        return 0

    def wait(self, seen: int, timeout: float) -> None:
        """Nothing new ever comes."""

    def wake(self) -> None:
        """Nobody waits."""


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(1, 7))
def test_every_entry_comes_once(head: int, after: int, to: int, size: int) -> None:
    reading = ahead(batches(Counting(head), after, to, size))

    read = [entry.position for batch in reading for entry in batch]

    assert read == list(range(after + 1, min(to, head) + 1))


class Sparse(Counting):
    """Some positions are missing, as in a broker's log."""

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        return [Entry(p) for p in range(3, 100, 3) if p > after][:limit]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 7))
def test_nothing_behind_the_asked_position_is_read_where_positions_have_holes(
    after: int, to: int, size: int
) -> None:
    """Else a rebuilt copy would be further than the live view it is compared with."""
    read = [entry.position for batch in batches(Sparse(99), after, to, size) for entry in batch]

    assert read == [p for p in range(3, 100, 3) if after < p <= to]


def test_a_broken_source_is_told_after_what_was_read() -> None:
    reading = ahead(batches(Counting(10, broken=4), 0, 10, 4))

    assert len(next(reading)) == 4
    with pytest.raises(OSError, match="gone"):
        next(reading)
