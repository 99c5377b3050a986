"""Reading a source ahead of its handling: the next batch is on its way while this one is stored."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shared.subscription.promise import M, Source

T = TypeVar("T")


def batches(source: Source[M], after: int, to: int, size: int) -> Iterator[Sequence[M]]:
    """The entries behind ``after`` up to ``to``, at most ``size`` at once."""
    while after < to and (batch := _up_to(to, source.read(after, min(size, to - after)))):
        yield batch
        after = batch[-1].position


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items; the next one is made in a thread of its own while this one is used."""
    with ThreadPoolExecutor(1, "ahead") as worker:
        coming = worker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = worker.submit(next, items, None)
            yield item


def _up_to(to: int, batch: Sequence[M]) -> Sequence[M]:
    """Positions need not be dense in every source, so that a batch may reach further than asked."""
    if batch and batch[-1].position > to:
        return [entry for entry in batch if entry.position <= to]
    return batch
