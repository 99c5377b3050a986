"""Whether memory that is let go stays with the process: while it rebuilds, bundle after bundle.

By default glibc gives what is free at the end of its heap back to the kernel soon, and asks for it again: for
each bundle the kernel maps and clears the same pages anew. That took a rebuild a fifth of the client's time. In a
process that has let go of nothing large yet, every batch that is unpacked would have a mapping of its own besides.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""What `mallopt(3)` calls them."""
_LARGE: Final = {_MMAP_THRESHOLD: 32 << 20}
_KEPT: Final = _LARGE | {_TRIM_THRESHOLD: 256 << 20, _TOP_PAD: 32 << 20}
_USUAL: Final = _LARGE | {_TRIM_THRESHOLD: 64 << 20, _TOP_PAD: 128 << 10}
"""Where glibc ends up by itself in a process that has let go of something large."""
_counting = Lock()
_within: list[None] = []
"""One for each who asked."""


@contextmanager
def kept() -> Iterator[None]:
    """Keep it until the last who asked for that leaves. Where the C library is not glibc, nothing changes."""
    with _counting:
        _within.append(None)
        _set(_KEPT)
    try:
        yield
    finally:
        with _counting:
            _within.pop()
            if not _within:
                _set(_USUAL)
                _give_back()


def _set(options: dict[int, int]) -> None:
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for option, value in options.items():
            library.mallopt(option, value)


def _give_back() -> None:
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
