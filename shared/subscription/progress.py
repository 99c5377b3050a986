"""What a loop is doing, for health, metrics, and whoever waits for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    STARTING = "starting"
    RUNNING = "running"
    WAITING = "waiting"
    STANDING_BY = "standing by"
    """Another instance is at work."""
    RETRYING = "retrying"
    STOPPED = "stopped"
    """For good, with a reason: until a person has looked, and calls it."""


_HEALTHY = {State.RUNNING, State.WAITING, State.STANDING_BY}


@dataclass
class Progress:
    """What a loop is doing.

    Attributes:
        position: the last position handled.
        state: see `State`.
        reason: why it stands by, tries again or stopped; empty while all is well.
        handled: entries handled since the start.
        retries: faults tried again since the start.
    """

    position: int = 0
    state: State = State.STARTING
    reason: str = ""
    handled: int = 0
    retries: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @property
    def healthy(self) -> bool:
        return self.state in _HEALTHY

    @property
    def standing_by(self) -> bool:
        """Whether another process does this work, and this one would take over."""
        return self.state is State.STANDING_BY

    def reach(self, position: int, handled: int) -> None:
        with self._changed:
            self.position, self.handled = position, self.handled + handled
        if handled:
            self.turn(State.RUNNING)
        else:
            self.begin()

    def begin(self) -> None:
        """An attempt begins. Who tries again is not well before something was handled, or nothing is left to do."""
        if self.state is not State.RETRYING:
            self.turn(State.RUNNING)

    def turn(self, state: State, reason: str = "") -> None:
        with self._changed:
            self.state, self.reason = state, reason
            self._changed.notify_all()

    def retry(self, reason: str) -> None:
        with self._changed:
            self.retries += 1
        self.turn(State.RETRYING, reason)

    def wait_until(self, reached: Callable[["Progress"], bool], seconds: float) -> bool:
        """Wait until it is as asked; False when ``seconds`` passed before."""
        with self._changed:
            return self._changed.wait_for(lambda: reached(self), seconds)
