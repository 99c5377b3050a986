"""Reading a source ahead of its handling: the next batch is on its way while this one is stored."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shared.subscription.bundle import Bundle, Bundling
from shared.subscription.promise import M, Source

T = TypeVar("T")
_SMALLEST = 8
"""The smallest bundle is an eighth: each has a transaction of its own."""


def batches(source: Source[M], after: int, to: int, size: int) -> Iterator[Sequence[M]]:
    """The entries behind ``after`` up to ``to``, at most ``size`` at once."""
    while after < to and (batch := _up_to(to, source.read(after, min(size, to - after)))):
        yield batch
        after = batch[-1].position


def bundles(source: Bundling[M], after: int, to: int, size: int) -> Iterator[Bundle[M]]:
    """The same in bundles of ``size`` positions, the last ones smaller: little is left to store behind the last."""
    while after < to and (bundle := source.bundle(after, min(after + _fit(to - after, size), to))):
        yield bundle
        after = bundle.last.position


def ahead(items: Iterator[T], most: int = 2) -> Iterator[T]:
    """The same items; up to ``most`` are made in a thread of its own while one is used."""
    with ThreadPoolExecutor(1, "ahead") as worker:
        coming = deque(worker.submit(next, items, None) for _ in range(most))
        while (item := coming.popleft().result()) is not None:
            coming.append(worker.submit(next, items, None))
            yield item


def _fit(left: int, size: int) -> int:
    return max(min(size, left // 2), size // _SMALLEST, 1)


def _up_to(to: int, batch: Sequence[M]) -> Sequence[M]:
    """Positions need not be dense in every source, so that a batch may reach further than asked."""
    if batch and batch[-1].position > to:
        return [entry for entry in batch if entry.position <= to]
    return batch
