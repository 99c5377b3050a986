"""How often one address may knock at a door that is open to everybody.

Each process counts for itself: behind several, an address gets that much from each. It keeps a
single machine from trying codes or filling the register; a flood from many is the city's firewall's.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from shared.clock import monotonic_seconds
from shared.http.refusals import TooOften

_MINUTE = 60.0
_ADDRESSES = 100_000


@dataclass
class RateLimit:
    """A bucket for each address that fills again within a minute.

    Attributes:
        per_minute: how many requests fit into it.
        seconds: a clock that never jumps.
    """

    per_minute: int
    seconds: Callable[[], float] = monotonic_seconds
    _left: dict[str, tuple[float, float]] = field(default_factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def check(self, request: Request) -> None:
        """Let the request pass, or raise `TooOften`. Its address is what a trusted proxy says, if one asks."""
        self.take(request.client.host if request.client else "")

    def take(self, address: str) -> None:
        """Take one from the address's bucket. Raises `TooOften` when it is empty."""
        now, full = self.seconds(), float(self.per_minute)
        with self._lock:
            left, since = self._left.pop(address, (full, now))
            left = min(full, left + (now - since) * full / _MINUTE)
            enough = left >= 1
            self._left[address] = (left - 1 if enough else left, now)
            if len(self._left) > _ADDRESSES:
                del self._left[next(iter(self._left))]  # who has not knocked for the longest time
        if not enough:
            raise TooOften(int(_MINUTE / full) + 1)
