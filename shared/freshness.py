"""How far the read models are, and waiting until they show what the caller has written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.json import encode
from sqlalchemy import Connection, Engine

from shared.clock import monotonic_seconds
from shared.database import looking_at
from shared.event_store import EventStore
from shared.prepared import Statement
from shared.signals import Signals
from shared.subscription.promise import LOG
from shared.subscription.reaching import VIEWS_MOVED

_LOOK_SECONDS = 0.25
_POSITION = Statement(
    "freshness.position",
    "select coalesce(min(coalesce(position, 0)), 0) from json_array_elements_text($1) asked (view)"
    f" left join subscription.checkpoints on subscription = view and source = '{LOG}'",
)
"""The document: the views' names. Every query asks it, most of them twice: by the way of ADR 0018."""


def position_of(connection: Connection, views: Sequence[str]) -> int:
    """The log position up to which all these views have read, on a connection in autocommit."""
    [[position]] = _POSITION.run_on(connection, encode(views))
    return int(position)


class NotInTime(TimeoutError):
    """The read model has not reached the event yet; it will: whoever waits for it without a person tries again."""


@dataclass(frozen=True)
class Freshness:
    """Answers from the checkpoints, which any process may have moved.

    Attributes:
        engine: of the read models.
        store: knows the position of each event.
        signals: wakes whoever waits for a view.
        patience: seconds to wait at most.
    """

    engine: Engine
    store: EventStore
    signals: Signals
    patience: float = 5.0

    def position(self, *views: str) -> int:
        """The log position up to which all these views have read."""
        with looking_at(self.engine) as connection:
            return position_of(connection, views)

    def wait_for_event(
        self,
        views: tuple[str, ...],
        stream: str,
        version: int,
        unplaced: Callable[[str, int], None] = lambda _stream, _version: None,
    ) -> None:
        """Return when every view shows the event, and all that was stored with it.

        Args:
            views: that are to show it.
            stream: of the event.
            version: of the event.
            unplaced: told when the event has no place yet; it may not be there at all.

        Raises:
            NotInTime: not within the patience.
        """
        until = monotonic_seconds() + self.patience
        seen = self.signals.count(VIEWS_MOVED)
        target = self.store.position_after(stream, version)
        if target is None:
            unplaced(stream, version)
        while target is None:
            seen = self._pause(seen, until)
            target = self.store.position_after(stream, version)
        self._wait(views, target, seen, until)

    def wait_for_all(self, views: tuple[str, ...]) -> None:
        """Return when every view shows everything that is stored now.

        Raises:
            NotInTime: not within the patience.
        """
        newest = self.store.newest()
        if newest is not None:
            self.wait_for_event(views, *newest)

    def _wait(self, views: tuple[str, ...], target: int, seen: int, until: float) -> None:
        while self.position(*views) < target:
            seen = self._pause(seen, until)

    def _pause(self, seen: int, until: float) -> int:
        left = until - monotonic_seconds()
        if left <= 0:
            raise NotInTime
        self.signals.wait(VIEWS_MOVED, seen, min(left, _LOOK_SECONDS))
        return self.signals.count(VIEWS_MOVED)
