"""Streams that were looked at lately, so that of them too only the news are read and folded."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, NamedTuple

from shared.deciding.language import Folding
from shared.event_store import StoredEvent

MOST = 20_000
"""Events that are remembered, of all streams together: some 20 MB."""


class Known(NamedTuple):
    """A stream as far as it was read; nothing in it ever changes.

    Attributes:
        events: all of them, from the first.
        folding: what they were folded with; None while they are not.
        state: what they fold into.
    """

    events: tuple[StoredEvent, ...] = ()
    folding: Folding[Any] | None = None
    state: Any = None


_NOTHING = Known()


class Recent:
    """Keeps the streams used last, up to so many events together; any thread may ask.

    A stream only grows, and what is decided on it is appended behind the version that was read: what is
    remembered may be old and is never wrong. After a conflict it is forgotten all the same, so that a log
    that was restored to an earlier state is read anew.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._events = most, 0
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, stream: str) -> Known:
        """What is remembered of the stream; nothing of one that is new here."""
        with self._lock:
            known = self._known.get(stream)
            if known is None:
                return _NOTHING
            self._known.move_to_end(stream)
            return known

    def keep(self, stream: str, known: Known) -> None:
        """Remember it, unless more of it is remembered already; what was used longest ago is forgotten."""
        with self._lock:
            before = self._known.get(stream, _NOTHING)
            if len(known.events) < len(before.events) or len(known.events) > self._most:
                return
            self._known[stream] = known
            self._known.move_to_end(stream)
            self._events += len(known.events) - len(before.events)
            while self._events > self._most:
                _, oldest = self._known.popitem(last=False)
                self._events -= len(oldest.events)

    def forget(self, streams: Iterable[str]) -> None:
        """Read them whole the next time."""
        with self._lock:
            for stream in streams:
                self._events -= len(self._known.pop(stream, _NOTHING).events)
