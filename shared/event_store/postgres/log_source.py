"""The event log as something to subscribe to."""

from datetime import datetime

from shared.event_store.postgres.store import NUMBERED, PostgresEventStore
from shared.event_store.promise import StoredEvent
from shared.signals import Signals
from shared.subscription.promise import LOG


class LogSource:
    """`shared.subscription.Source` over a service's own event log."""

    name = LOG

    def __init__(self, store: PostgresEventStore, signals: Signals) -> None:
        self._store, self._signals = store, signals

    def read(self, after: int, limit: int) -> list[StoredEvent]:
        return self._store.read_log(after, limit)

    def head(self) -> int:
        return self._store.head()

    def recorded_after(self, position: int) -> datetime | None:
        """When the event behind ``position`` was recorded; None at the end of the log."""
        return self._store.recorded_after(position)

    def seen(self) -> int:
        return self._signals.count(NUMBERED)

    def wait(self, seen: int, timeout: float) -> None:
        self._signals.wait(NUMBERED, seen, timeout)

    def wake(self) -> None:
        self._signals.wake_all()
