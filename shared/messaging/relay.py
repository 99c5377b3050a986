"""The log is the outbox: the relay publishes from it and saves its checkpoint after the broker confirmed.

A relay that dies between the two publishes again; subscribers drop what they have by its sequence. Two
relays at once are fenced by a lease, and by the checkpoint, which only one of them can move.
"""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Engine

from shared.database import looking_at
from shared.event_store import StoredEvent
from shared.messaging.promise import OutgoingMessage, Publisher
from shared.subscription import checkpoints
from shared.subscription.lease import MISSED_SECONDS, Lease


class Telling(Protocol):
    """What a service tells others of its log."""

    def message(self, event: StoredEvent) -> OutgoingMessage | None:
        """The message about an event; None for what stays private."""

    def reached(self, event: StoredEvent) -> OutgoingMessage:
        """The message, for everywhere, that nothing up to this event is still to come."""


class Relay:
    """`shared.subscription.Handler` from a service's own log to the backbone."""

    def __init__(
        self,
        engine: Engine,
        subscription: str,
        telling: Telling,
        publisher: Publisher,
        *,
        lease_seconds: float = MISSED_SECONDS,
    ) -> None:
        """Publish what is told of a log; a stand-by waits so many seconds for a relay that is paused."""
        self._engine, self.subscription = engine, subscription
        self._telling, self._publisher = telling, publisher
        self._lease = Lease(engine, subscription, seconds=lease_seconds)

    def resume(self, source: str) -> int:
        self._lease.take()
        with self._engine.begin() as connection:
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[StoredEvent]) -> int:
        self._lease.check()
        self._publisher.publish(self._messages(batch))
        last = batch[-1]
        to = checkpoints.Checkpoint(last.position, last.sequence, last.recorded_at)
        with looking_at(self._engine) as connection:
            checkpoints.save(connection, self.subscription, source, after, to)
        return last.position

    def close(self) -> None:
        self._lease.give_back()

    def _messages(self, batch: Sequence[StoredEvent]) -> list[OutgoingMessage]:
        """What is told of a batch; behind it, wherever that is not plain, that the log has come this far."""
        told = (self._telling.message(event) for event in batch)
        messages = [message for message in told if message is not None]
        return [*messages, self._telling.reached(batch[-1])]
