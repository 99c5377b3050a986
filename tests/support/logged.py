"""A log that is a list: facts as the log would hold them, and a source over them."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import msgspec

from shared.event_store import Metadata, StoredEvent

RECORDED = datetime(2026, 6, 1, 4, tzinfo=UTC)
METADATA = msgspec.json.encode(Metadata(command_id="c-1", actor="officer-1")).decode()


def logged(
    events: Iterable[Any], codec: ModuleType, stream_of: Callable[[Any], str]
) -> list[StoredEvent]:
    """The facts of a service, in the order of the log."""
    versions: Counter[str] = Counter()
    return [
        _logged(event, codec, stream_of(event), position, versions)
        for position, event in enumerate(events, 1)
    ]


def _logged(
    event: Any, codec: ModuleType, stream: str, position: int, versions: Counter[str]
) -> StoredEvent:
    versions[stream] += 1
    name, version, data = codec.encode(event)
    return StoredEvent(
        stream=stream,
        version=versions[stream],
        type=name,
        schema_version=version,
        data=data.decode(),
        metadata=METADATA,
        effective_date=event.effective_date,
        recorded_at=RECORDED,
        position=position,
    )


class Entries:
    """`shared.subscription.promise.Source` over a list."""

    name = "log"

    def __init__(self, entries: list[StoredEvent]) -> None:
        self._entries = entries

    def read(self, after: int, limit: int) -> list[StoredEvent]:
        return self._entries[after : after + limit]

    def head(self) -> int:
        return len(self._entries)

    def seen(self) -> int:
        return 0

    def wait(self, seen: int, timeout: float) -> None:
        raise AssertionError(f"nobody waits {timeout} s for a list at {seen}")

    def wake(self) -> None:
        """Nobody waits."""
