"""Small events for the suites of the mechanisms."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from shared.clock import new_id
from shared.event_store import Metadata, NewEvent, StreamAppend

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
DAY = date(2026, 3, 1)


def happened(number: int = 1) -> NewEvent:
    return NewEvent("something-happened", 1, f'{{"number":{number}}}', DAY)


def appended(
    stream: str, expected: int, numbers: Sequence[int] = (1,), command: str = ""
) -> StreamAppend:
    metadata = Metadata(command_id=command or new_id(), actor="officer-1")
    return StreamAppend(stream, expected, [happened(number) for number in numbers], metadata)
