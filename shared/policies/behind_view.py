"""A source, but only as far as views have come: for a policy that asks them what to do."""

from typing import Any

from sqlalchemy import Engine

from shared.subscription import checkpoints
from shared.subscription.promise import Source


class BehindView:
    """`shared.subscription.Source` of the entries that all of ``views`` show already."""

    def __init__(self, engine: Engine, source: Source[Any], *views: str) -> None:
        self._engine, self._source, self._views = engine, source, views
        self.name = source.name
        self.head, self.seen, self.wait, self.wake = (
            source.head,
            source.seen,
            source.wait,
            source.wake,
        )

    def read(self, after: int, limit: int) -> list[Any]:
        with self._engine.connect() as connection:
            shown = min(
                checkpoints.read(connection, view, self.name).position for view in self._views
            )
        return list(self._source.read(after, min(limit, shown - after))) if shown > after else []
