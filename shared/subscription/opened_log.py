"""A log as a view reads it that shows something of what is sealed: opened in bulk, beside the entries.

Opening needs keys, so it happens here and not in the projection, which stays pure: the same entry always
makes the same row. Whoever was forgotten has no key, and nothing is found of him.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from shared.event_store import StoredEvent
from shared.subscription import faults
from shared.subscription.promise import Source

Find = Callable[[Sequence[StoredEvent]], Mapping[int, Any]]
"""What is found behind the sealed texts of these entries, by position; those without any are left out."""


class SealedTextUnopened(Exception):
    """What is sealed could not be opened: the entry waits until the cause is gone."""


class OpenedEvent(StoredEvent, frozen=True):
    """A stored event, and what was found behind its sealed text.

    ``fault`` says why that could not be opened; then it cannot be projected.
    """

    found: Any = None
    fault: str = ""

    def shown(self) -> Any:
        """What was found. Raises `SealedTextUnopened` with the fault."""
        if self.fault:
            raise SealedTextUnopened(self.fault)
        return self.found


class OpenedLog:
    """`shared.subscription.promise.Source` of `OpenedEvent` over the own log."""

    def __init__(
        self, source: Source[StoredEvent], types: Collection[str], find: Find, nothing: Any = None
    ) -> None:
        """Open what ``find`` finds.

        Args:
            source: the log.
            types: of the entries that hold something sealed; the others are not looked at.
            find: opens many at once. What it raises is blamed on single entries, but for what passes.
            nothing: what is found where nothing is.
        """
        self.name = source.name
        self._source, self._types, self._find, self._nothing = source, types, find, nothing
        self.head, self.seen = source.head, source.seen
        self.wait, self.wake = source.wait, source.wake

    def read(self, after: int, limit: int) -> list[OpenedEvent]:
        events = self._source.read(after, limit)
        found = self._told([event for event in events if event.type in self._types])
        nothing = (self._nothing, "")
        return [_opened(event, *found.get(event.position, nothing)) for event in events]

    def _told(self, events: Sequence[StoredEvent]) -> dict[int, tuple[Any, str]]:
        try:
            return {position: (found, "") for position, found in self._find(events).items()}
        except Exception as error:
            if faults.passes(error):
                raise
            if len(events) == 1:
                return {events[0].position: (self._nothing, f"{type(error).__name__}: {error}")}
        return {
            position: told for event in events for position, told in self._told([event]).items()
        }


def _opened(event: StoredEvent, found: Any, fault: str) -> OpenedEvent:
    return OpenedEvent(
        event.stream,
        event.version,
        event.type,
        event.schema_version,
        event.data,
        event.metadata,
        event.effective_date,
        event.recorded_at,
        event.position,
        found,
        fault,
    )
