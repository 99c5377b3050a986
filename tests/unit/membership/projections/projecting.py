"""Given these facts in the log, what stands in a read model's tables?"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from services.membership import codec
from services.membership.domain.streams import DomainEvent, stream_of
from services.membership.projections.members.opened_log import opened_log
from services.membership.projections.members.project import PROJECTION as MEMBERS
from shared.event_store import Metadata, StoredEvent
from shared.privacy.blind import BlindIndex
from shared.subscription.promise import Projection
from tests.support.tables import MemoryTables

RECORDED = datetime(2026, 6, 1, 4, tzinfo=UTC)
METADATA = msgspec.json.encode(Metadata(command_id="c-1", actor="officer-1")).decode()
BLIND = BlindIndex(b"b" * 32)


def recorded(events: Iterable[DomainEvent]) -> list[StoredEvent]:
    """The facts as the log would hold them."""
    versions: Counter[str] = Counter()
    return [_recorded(event, position, versions) for position, event in enumerate(events, 1)]


def _recorded(event: DomainEvent, position: int, versions: Counter[str]) -> StoredEvent:
    stream = stream_of(event)
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


def opened_as_is(people: Iterable[tuple[str, str]]) -> list[dict[str, str] | None]:
    """Stands for opening: the sealed text is the name; nobody has a phone, and "?" has no key."""
    return [
        None if text == "?" else {"name": text, "identity_number": member_id}
        for member_id, text in people
    ]


def projected(projection: Projection[Any], events: Iterable[DomainEvent]) -> MemoryTables:
    """The tables of ``projection`` after the facts."""
    log: Any = Entries(recorded(events))
    if projection is MEMBERS:
        log = opened_log(log, opened_as_is, BLIND)
    tables = MemoryTables()
    for entry in log.read(0, log.head()):
        projection.project(entry, tables)
    return tables
