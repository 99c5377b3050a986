"""The handler of a policy or a consumer: react, then save the checkpoint."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.database import looking_at
from shared.subscription import checkpoints
from shared.subscription.lease import Lease
from shared.subscription.promise import LOG, Entry

React = Callable[[Sequence[Any]], None]
"""Reacts to stored events, or to messages, in their order."""


class Reaction:
    """`shared.subscription.Handler`; of several instances one works on a source, the others stand by."""

    def __init__(self, engine: Engine, subscription: str, react: React) -> None:
        """Args: ``react`` is given entries again after a crash, so it does nothing twice."""
        self._engine, self.subscription, self._react = engine, subscription, react
        self._lease: Lease | None = None

    def resume(self, source: str) -> int:
        if self._lease is None:
            whole = source == LOG
            name = self.subscription if whole else f"{self.subscription}:{source}"
            self._lease = Lease(self._engine, name)
        self._lease.take()
        with self._engine.begin() as connection:
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[Entry]) -> int:
        if self._lease:
            self._lease.check()
        self._react(batch)
        last = batch[-1]
        to = checkpoints.Checkpoint(last.position, last.sequence, last.recorded_at)
        with looking_at(self._engine) as connection:
            checkpoints.save(connection, self.subscription, source, after, to)
        return last.position

    def close(self) -> None:
        if self._lease:
            self._lease.give_back()
