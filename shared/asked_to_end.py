"""Being asked to end (SIGTERM, SIGINT): heard whenever it comes, by a main thread that waits for it.

A handler that sets a `threading.Event` is not enough. Python notes a signal and runs its handler when the main
thread is next between two of its steps: one that comes just as that thread begins to wait for the event is
heard when the wait ends, which is never. And a handler that runs amid `Event.wait` sets an event whose lock
its own thread holds. A pipe that the system's side of the handler writes to has neither gap.
"""

import os
import select
import signal

from shared.clock import monotonic_seconds

_ENDING = frozenset({signal.SIGTERM, signal.SIGINT})
_SOME = 64


class AskedToEnd:
    """Hears both signals from when it is made, which the main thread does; the last one made hears them."""

    def __init__(self) -> None:
        self._heard, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
        for number in _ENDING:
            signal.signal(number, lambda *_: None)
        self._asked = False

    def wait(self, seconds: float | None = None) -> bool:
        """Return when this process is asked to end, or was before; false after so many seconds without."""
        until = None if seconds is None else monotonic_seconds() + seconds
        while not self._asked:
            left = None if until is None else max(until - monotonic_seconds(), 0.0)
            if not select.select([self._heard], [], [], left)[0]:
                return False
            self._asked = not _ENDING.isdisjoint(os.read(self._heard, _SOME))
        return True
