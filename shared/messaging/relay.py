"""The log is the outbox: the relay publishes from it and saves its checkpoint after the broker confirmed.

A relay that dies between the two publishes again; subscribers drop what they have by its sequence. Two
relays at once are fenced by a lease, and by the checkpoint, which only one of them can move.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from shared.event_store import StoredEvent
from shared.messaging.promise import OutgoingMessage, Publisher
from shared.subscription import checkpoints
from shared.subscription.lease import Lease

Translate = Callable[[StoredEvent], OutgoingMessage | None]


class Relay:
    """`shared.subscription.Handler` from a service's own log to the backbone."""

    def __init__(
        self, engine: Engine, subscription: str, translate: Translate, publisher: Publisher
    ) -> None:
        self._engine, self.subscription = engine, subscription
        self._translate, self._publisher = translate, publisher
        self._lease = Lease(engine, subscription)

    def resume(self, source: str) -> int:
        self._lease.take()
        with self._engine.begin() as connection:
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[StoredEvent]) -> int:
        self._lease.check()
        messages = [message for event in batch if (message := self._translate(event)) is not None]
        if messages:
            self._publisher.publish(messages)
        last = batch[-1]
        with self._engine.begin() as connection:
            to = checkpoints.Checkpoint(last.position, last.sequence, last.recorded_at)
            checkpoints.move(connection, self.subscription, source, after, to)
        return last.position

    def close(self) -> None:
        self._lease.give_back()
