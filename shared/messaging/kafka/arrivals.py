"""What has come of several partitions and was not read yet: the event loop brings it, loops take it away."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aiokafka import TopicPartition

from shared.clock import monotonic_seconds
from shared.messaging.kafka.batches import Batch

_ENOUGH = 2_000
"""Records of one partition that wait to be read: with so many, nobody asks for more of it."""
_LEFT_SECONDS = 1.0
"""Whoever has not read for so long is not waited for."""


@dataclass
class _Waiting:
    """Of one partition.

    Attributes:
        next: the offset that is asked for next; None before anybody has said where he stands.
        batches: what waits to be read.
        records: how many records those have.
        fault: what to tell whoever reads, once.
        read_at: when somebody read last.
    """

    next: int | None = None
    batches: deque[Batch] = field(default_factory=deque)
    records: int = 0
    fault: Exception | None = None
    read_at: float = field(default_factory=monotonic_seconds)


class Wanted(NamedTuple):
    """What a broker is to be asked for.

    Attributes:
        offsets: where to begin in each partition.
        whole: whether nobody who reads is left out; else the question is not to take long.
    """

    offsets: Mapping[TopicPartition, int]
    whole: bool


class Arrivals:
    """Each partition has one reader; `wait` ends when anything came for any of them."""

    def __init__(self, partitions: Iterable[TopicPartition], ask: Callable[[], None]) -> None:
        """``ask`` is called by a reader when there is something to be asked for that was not before."""
        self._of = {partition: _Waiting() for partition in partitions}
        self._changed, self._told, self._ask = threading.Condition(), 0, ask
        self._starved = True

    def wanted(self, partitions: Iterable[TopicPartition]) -> Wanted:
        """What to ask for of those partitions; nothing while all of them have enough."""
        recently = monotonic_seconds() - _LEFT_SECONDS
        offsets, whole = {}, True
        with self._changed:
            for partition in partitions:
                one = self._of[partition]
                if one.next is not None and one.records < _ENOUGH:
                    offsets[partition] = one.next
                elif one.read_at > recently:
                    whole = False
            self._starved = self._starved or not offsets
        return Wanted(offsets, whole)

    def bring(self, partition: TopicPartition, asked: int, batches: Sequence[Batch]) -> None:
        """What has come of a partition from an offset on; it is let go when that is not wanted any more."""
        with self._changed:
            one = self._of[partition]
            if one.next == asked and batches:
                one.batches.extend(batches)
                one.records += sum(each.next_offset - each.base_offset for each in batches)
                one.next = batches[-1].next_offset
                self._tell()

    def tell(self, partition: TopicPartition, asked: int, fault: Exception) -> None:
        """Let the partition's reader know; nothing more is asked for before he says where he stands."""
        with self._changed:
            one = self._of[partition]
            if one.next == asked:
                one.fault, one.next = fault, None
                self._tell()

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """The partition is read from here on."""
        with self._changed:
            one = self._of[partition]
            one.batches.clear()
            one.next, one.records, one.fault = offset, 0, None
        self._ask()

    def take(self, partition: TopicPartition) -> Batch | None:
        """The next batch of a partition, if one has come. Raises what `tell` was told."""
        with self._changed:
            one = self._of[partition]
            one.read_at = monotonic_seconds()
            if not one.batches:
                fault, one.fault = one.fault, None
                if fault is not None:
                    raise fault
                return None
            batch = one.batches.popleft()
            one.records -= batch.next_offset - batch.base_offset
            hungry = self._starved and one.records < _ENOUGH
            self._starved = self._starved and not hungry
        if hungry:
            self._ask()
        return batch

    def seen(self) -> int:
        return self._told

    def wait(self, seen: int, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._told != seen, seconds)

    def wake(self) -> None:
        with self._changed:
            self._tell()

    def _tell(self) -> None:
        self._told += 1
        self._changed.notify_all()
