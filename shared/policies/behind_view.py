"""The log, but only as far as a view has come: for a policy that asks the view what to do."""

from sqlalchemy import Engine

from shared.event_store import StoredEvent
from shared.subscription import checkpoints
from shared.subscription.promise import Source


class BehindView:
    """`shared.subscription.Source` of the entries that the view ``view`` shows already."""

    def __init__(self, engine: Engine, log: Source[StoredEvent], view: str) -> None:
        self._engine, self._log, self._view = engine, log, view
        self.name = log.name
        self.head, self.seen, self.wait, self.wake = log.head, log.seen, log.wait, log.wake

    def read(self, after: int, limit: int) -> list[StoredEvent]:
        with self._engine.connect() as connection:
            shown = checkpoints.read(connection, self._view, self.name).position
        return list(self._log.read(after, min(limit, shown - after))) if shown > after else []
