"""A read model over the own log: which facts change it, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import MetaData

from services.membership import codec
from services.membership.domain.streams import DomainEvent
from shared.event_store import StoredEvent
from shared.subscription.promise import Described, Rows

E_contra = TypeVar("E_contra", bound=StoredEvent, contravariant=True)
Write = Callable[[Any, Any, Rows], None]
"""Writes what one fact changes: the fact, its record in the log, where to write."""

_NAME_OF = {cls: name for name, cls in codec.NAMES.items()}


@dataclass(frozen=True)
class LogProjection(Generic[E_contra]):
    """`shared.subscription.promise.Projection` over this service's events.

    Attributes:
        name: what its subscription is called.
        tables: its tables.
        shape: raised by hand whenever ``writes`` change what they write.
        writes: the facts it listens to; all others are not even decoded.
    """

    name: str
    tables: MetaData
    shape: str
    writes: Mapping[type[DomainEvent], Write]
    _by_name: dict[str, Write] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({_NAME_OF[cls]: write for cls, write in self.writes.items()})

    def describe(self, entry: E_contra) -> Described:
        return Described(entry.stream, entry.type, entry.data.encode())

    def project(self, entry: E_contra, rows: Rows) -> None:
        write = self._by_name.get(entry.type)
        if write is not None:
            write(codec.decode(entry.type, entry.schema_version, entry.data.encode()), entry, rows)
