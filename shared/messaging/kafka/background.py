"""The one event loop, in a thread of its own: behind it Kafka's clients run, in front of it nothing knows."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_AGAIN_SECONDS = 0.5


class Background:
    """Runs coroutines for threads that wait for them. The thread begins with the first use."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="kafka", daemon=True)
        self._starting = threading.Lock()

    def begin(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Start the work; its result is asked of the future."""
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for the work's result."""
        return self.begin(work).result()

    def stop(self) -> None:
        """Cancel what still runs and end the thread; nothing can be run any more."""
        if self._thread.ident is not None:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
        self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        while left := asyncio.all_tasks(self.loop):
            for task in left:  # again, because one that has its answer at that moment goes on
                task.cancel()
            ending = asyncio.gather(*left, return_exceptions=True)
            self.loop.run_until_complete(asyncio.wait({ending}, timeout=_AGAIN_SECONDS))
