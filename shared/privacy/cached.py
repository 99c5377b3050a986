"""Keys kept at hand for a moment, without outliving their destruction."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from shared.clock import monotonic_seconds
from shared.privacy.key_ring import KeyRing, Keys


@dataclass
class CachedKeyRing:
    """A ``KeyRing`` that asks ``ring`` at most once per ``lifetime`` for the same subject.

    The promise: once ``destroy`` has returned here, this process gives the key out no more. A key
    destroyed by another process is given out for at most ``lifetime`` seconds longer, counted
    from when it was last read; keep that a second or two.

    Attributes:
        lifetime: seconds a key may be used after it was read.
        limit: the number of keys held at most; the oldest goes first.
    """

    ring: KeyRing
    lifetime: float = 1.0
    limit: int = 10_000
    seconds: Callable[[], float] = monotonic_seconds
    _held: dict[str, tuple[float, bytes]] = field(default_factory=dict, init=False, repr=False)
    _destroyed: set[str] = field(default_factory=set, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        return self._through(subject_ids, self.ring.keys_for)

    def create(self, subject_ids: Iterable[str]) -> Keys:
        return self._through(subject_ids, self.ring.create)

    def destroy(self, subject_id: str) -> None:
        self.ring.destroy(subject_id)
        with self._lock:
            self._destroyed.add(subject_id)
            self._held.pop(subject_id, None)

    def _through(self, subject_ids: Iterable[str], ask: Callable[[Iterable[str]], Keys]) -> Keys:
        wanted, now = list(subject_ids), self.seconds()
        keys = self._at_hand(wanted, now)
        missing = [one for one in wanted if one not in keys]
        if missing:
            keys |= self._keep(ask(missing), now)
        return keys

    def _at_hand(self, subject_ids: list[str], now: float) -> Keys:
        with self._lock:
            found = ((one, self._held.get(one)) for one in subject_ids)
            return {one: held[1] for one, held in found if held and now - held[0] < self.lifetime}

    def _keep(self, keys: Keys, now: float) -> Keys:
        """Hold what was read at ``now`` or later; a destruction that overtook the answer wins."""
        with self._lock:
            current = {one: None if one in self._destroyed else key for one, key in keys.items()}
            for one, key in current.items():
                if key is not None:
                    self._held.pop(one, None)
                    self._held[one] = (now, key)
            while len(self._held) > self.limit:
                del self._held[next(iter(self._held))]
        return current
