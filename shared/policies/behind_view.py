"""A source, but only as far as views have come: for who asks them what to do."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from shared.database import looking_at
from shared.messaging.feed import Topic
from shared.messaging.promise import Following, Lead, Led
from shared.subscription import checkpoints
from shared.subscription.promise import Source

_REST_SECONDS = 0.05
"""What has just come is given to the views first: mostly they show it then."""


class BehindView:
    """`shared.subscription.Source` of the entries that all of ``views`` show already."""

    def __init__(self, engine: Engine, source: Source[Any], *views: str) -> None:
        self._engine, self._source, self._views = engine, source, views
        self._woken = threading.Event()
        self.name, self.head, self.seen = source.name, source.head, source.seen

    def read(self, after: int, limit: int) -> list[Any]:
        shown = self._shown()
        if shown <= after:
            return []
        found = self._source.read(after, min(limit, shown - after))
        return [entry for entry in found if entry.position <= shown]

    def wait(self, seen: int, timeout: float) -> None:
        """Return when something new came and the views had a moment to show it."""
        self._source.wait(seen, timeout)
        self._woken.wait(_REST_SECONDS)

    def wake(self) -> None:
        self._woken.set()
        self._source.wake()

    def _shown(self) -> int:
        with looking_at(self._engine) as connection:
            return checkpoints.least(connection, self._views, self.name)


@dataclass(frozen=True)
class ShownTopic(Topic):
    """A topic, followed only as far as ``view`` shows it."""

    engine: Engine
    view: str

    def follow(self, group: str, lead: Lead) -> Following:
        def behind(parts: Sequence[Source[Any]]) -> Led:
            return lead([BehindView(self.engine, part, self.view) for part in parts])

        return super().follow(group, behind)
