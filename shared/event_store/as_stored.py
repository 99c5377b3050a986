"""An append in the form in which its events are read again."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from shared.event_store.promise import StoredEvent, StreamAppend

_encode = msgspec.json.Encoder().encode


def as_stored(
    append: StreamAppend, recorded_at: datetime, last_position: int = -1
) -> Iterator[StoredEvent]:
    """Its events as they stand in their stream; with positions behind ``last_position`` where that is known."""
    metadata = _encode(append.metadata).decode()
    for number, event in enumerate(append.events, 1):
        yield StoredEvent(
            append.stream,
            append.expected_version + number,
            event.type,
            event.schema_version,
            event.data,
            metadata,
            event.effective_date,
            recorded_at,
            last_position + number if last_position >= 0 else 0,
        )
