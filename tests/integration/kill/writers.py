"""Writers who keep committing, each of whom looks at once whether the live views show it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Condition
from types import TracebackType
from typing import Self

Act = Callable[[], None]
"""Commits something, asks the views, and fails when they do not show just that."""
_PATIENCE = 60.0


class Writers:
    """Each repeats his act, as fast as he sees what he has written."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts, self._done = acts, [0] * len(acts)
        self._changed, self._over = Condition(), False
        self._at_work = ThreadPoolExecutor(len(acts), "writer")
        self._failed: list[BaseException] = []

    def __enter__(self) -> Self:
        for one in range(len(self._acts)):
            self._at_work.submit(self._work, one)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over = True
        self._at_work.shutdown()

    def all_go_on(self) -> None:
        """Return when each has done his act anew; raises what he found wrong."""
        before = [*self._done]
        self._until(lambda: all(n > b for n, b in zip(self._done, before, strict=True)))

    def go_on(self, acts: int) -> None:
        """Return when so many acts more are done, whoever does them."""
        enough = sum(self._done) + acts
        self._until(lambda: sum(self._done) >= enough)

    def _until(self, seen: Callable[[], bool]) -> None:
        with self._changed:
            in_time = self._changed.wait_for(lambda: seen() or self._failed, _PATIENCE)
        for failure in self._failed:
            raise failure
        assert in_time, "the writers do not get on"

    def _work(self, one: int) -> None:
        try:
            while not self._over:
                self._acts[one]()
                with self._changed:
                    self._done[one] += 1
                    self._changed.notify_all()
        except BaseException as failure:  # noqa: BLE001 -- it is raised where somebody waits
            with self._changed:
                self._failed.append(failure)
                self._changed.notify_all()
