"""Given these facts in the log, what stands in a read model's tables?"""

from collections.abc import Iterable
from typing import Any

from services.membership import codec
from services.membership.domain.streams import DomainEvent, stream_of
from services.membership.projections.members.opened_log import opened_log
from services.membership.projections.members.project import PROJECTION as MEMBERS
from shared.event_store import StoredEvent
from shared.privacy.blind import BlindIndex
from shared.subscription.promise import Projection
from tests.support.logged import Entries, logged
from tests.support.tables import MemoryTables

BLIND = BlindIndex(b"b" * 32)


def recorded(events: Iterable[DomainEvent]) -> list[StoredEvent]:
    """The facts as the log would hold them."""
    return logged(events, codec, stream_of)


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
