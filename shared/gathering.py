"""Many threads that want the same kind of thing at the same time are served together.

Nobody waits for company. Who comes while nobody is being served is served at once; who comes later
stands in line, and once the group before is served and told, the first in line serves all who stand
there by then. So the work that is done once for a group, such as a commit, is shared the more widely
the more there is to do.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

PATIENCE_SECONDS = 0.1
"""So long one stands in line: a group that hangs does not keep the others for ever."""


class _Turn(Generic[Asked, Answer]):
    """One thread's place: called either to take an answer, or to serve all who stand in line."""

    __slots__ = ("answer", "asked", "called", "next", "served")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answer: Answer | None = None
        self.served = False
        self.called = Lock()
        self.next: _Turn[Asked, Answer] | None = None


class Gathering(Generic[Asked, Answer]):
    """One of the threads that ask serves a group of them.

    The group's members wake each other, and the last of them calls the next group. So those who come
    back at once stand in line together; were the next group called before, the first to come back
    would go alone and the group after it would be the smaller for it.
    """

    def __init__(self, serve: Callable[[Sequence[Asked]], Sequence[Answer | None]]) -> None:
        """``serve`` answers each of those who asked, in order; one thread calls it at a time."""
        self._serve, self._serving = serve, False
        self._line: list[_Turn[Asked, Answer]] = []
        self._lock = Lock()

    def ask(self, asked: Asked) -> Answer | None:
        """What ``serve`` answers; None also when it failed for the group, or was too busy.

        Raises:
            BaseException: what ``serve`` raised, to the thread that served.
        """
        turn: _Turn[Asked, Answer] = _Turn(asked)
        if self._must_wait(turn) and self._gives_up(turn):
            return None
        try:
            if not turn.served:
                self._serve_with_all_in_line(turn)
        finally:
            self._pass_on(turn)
        return turn.answer

    def _must_wait(self, turn: _Turn[Asked, Answer]) -> bool:
        with self._lock:
            if not self._serving:
                self._serving = True
                return False
            turn.called.acquire()
            self._line.append(turn)
            return True

    def _gives_up(self, turn: _Turn[Asked, Answer]) -> bool:
        """Wait to be called; True when nobody began to serve in time."""
        if turn.called.acquire(timeout=PATIENCE_SECONDS):
            return False
        with self._lock:
            if turn in self._line:
                self._line.remove(turn)
                return True
        turn.called.acquire()
        return False

    def _serve_with_all_in_line(self, turn: _Turn[Asked, Answer]) -> None:
        with self._lock:
            group, self._line = [turn, *self._line], []
        for each, follower in pairwise(group):
            each.next, follower.served = follower, True
        for each, answer in zip(group, self._serve([each.asked for each in group]), strict=True):
            each.answer = answer

    def _pass_on(self, turn: _Turn[Asked, Answer]) -> None:
        """Wake the next of the group; the last one calls whoever stands first in line."""
        if turn.next:
            turn.next.called.release()
            return
        with self._lock:
            if self._line:
                self._line.pop(0).called.release()
            else:
                self._serving = False
