"""Reading a source ahead of its handling: the next batch is on its way while this one is stored."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from shared.subscription.promise import M, Source


def batches(source: Source[M], after: int, to: int, size: int) -> Iterator[Sequence[M]]:
    """The entries behind ``after`` up to ``to``, at most ``size`` at once; one batch is read ahead."""
    with ThreadPoolExecutor(1, "reading-ahead") as reader:
        coming = reader.submit(_read, source, after, to, size)
        while batch := coming.result():
            coming = reader.submit(_read, source, batch[-1].position, to, size)
            yield batch


def _read(source: Source[M], after: int, to: int, size: int) -> Sequence[M]:
    return source.read(after, min(size, to - after)) if after < to else ()
