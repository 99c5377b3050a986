"""How a source grew while somebody looked: it dates what waits there, where the source itself cannot."""

from collections import deque
from datetime import datetime

_REMEMBERED = 1000


class Grown:
    """When the end of a source was first seen beyond a position."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, datetime]] = deque(maxlen=_REMEMBERED)

    def note(self, head: int, now: datetime) -> None:
        if not self._seen or self._seen[-1][0] != head:
            self._seen.append((head, now))

    def since(self, position: int) -> datetime | None:
        """None when it was so already as far back as is remembered."""
        before = None
        for head, now in reversed(self._seen):
            if head <= position:
                return before
            before = now
        return None
