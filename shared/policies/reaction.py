"""The handler of a policy over the own log: react, then save the checkpoint."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from shared.event_store import StoredEvent
from shared.subscription import checkpoints
from shared.subscription.lease import Lease

React = Callable[[Sequence[StoredEvent]], None]


class Reaction:
    """`shared.subscription.Handler`; of several instances one works and the others stand by."""

    def __init__(self, engine: Engine, subscription: str, react: React) -> None:
        """Args: ``react`` is given entries in order, and given them again after a crash."""
        self._engine, self.subscription, self._react = engine, subscription, react
        self._lease = Lease(engine, subscription)

    def resume(self, source: str) -> int:
        self._lease.take()
        with self._engine.begin() as connection:
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[StoredEvent]) -> int:
        self._lease.check()
        self._react(batch)
        last = batch[-1]
        with self._engine.begin() as connection:
            checkpoints.lazily(connection)
            to = checkpoints.Checkpoint(last.position, last.sequence, last.recorded_at)
            checkpoints.move(connection, self.subscription, source, after, to)
        return last.position

    def close(self) -> None:
        self._lease.give_back()
