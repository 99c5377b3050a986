"""Whose turn it is among a process's threads, while one of them works and another talks to the server.

A thread that comes back from the server waits for the interpreter until whoever works has had it for an
interval: 5 ms by default, and a rebuild's COPY comes back a dozen times for each bundle. With a tenth of it
the server is not kept waiting; those who work lose a microsecond or two for each turn they give.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_INTERVAL = 0.000_5
_counting = Lock()
_within: list[float] = []
"""One for each who is within; the first is the interval as it was before."""


@contextmanager
def short() -> Iterator[None]:
    """Short turns for all threads, until the last who asked for them leaves."""
    with _counting:
        _within.append(sys.getswitchinterval())
        sys.setswitchinterval(min(_INTERVAL, _within[0]))
    try:
        yield
    finally:
        with _counting:
            usual = _within[0]
            _within.pop()
            if not _within:
                sys.setswitchinterval(usual)
