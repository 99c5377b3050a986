"""Who books the same resource waits for his turn, as far as they ask the same process.

Two decisions on one book cannot both be stored; the later would be taken again, and a third time, and
then be told to come back. Waiting in line costs less. Between processes the store decides.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager


class InTurn:
    """A lock for each resource that anybody asks for now."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._asked: defaultdict[str, int] = defaultdict(int)

    @contextmanager
    def of(self, names: Iterable[str]) -> Iterator[None]:
        """Wait for all of these, always in one order so that nobody waits in a circle."""
        wanted = sorted(set(names))
        with self._guard:
            locks = [self._locks[name] for name in wanted]
            for name in wanted:
                self._asked[name] += 1
        try:
            with ExitStack() as held:
                for lock in locks:
                    held.enter_context(lock)
                yield
        finally:
            self._leave(wanted)

    def _leave(self, names: Iterable[str]) -> None:
        with self._guard:
            for name in names:
                self._asked[name] -= 1
                if not self._asked[name]:
                    del self._asked[name], self._locks[name]
