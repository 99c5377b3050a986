"""A read model over the own log: which facts change it, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import MetaData

from shared.event_store import StoredEvent
from shared.stored_form import StoredForm
from shared.subscription.promise import Described, Rows

E_contra = TypeVar("E_contra", bound=StoredEvent, contravariant=True)
Write = Callable[[Any, Any, Rows], None]
"""Writes what one fact changes: the fact, its record in the log, where to write."""


@dataclass(frozen=True)
class LogProjection(Generic[E_contra]):
    """`shared.subscription.promise.Projection` over a service's own events.

    Attributes:
        form: how the service keeps its events.
        name: what its subscription is called, `<service>.<view>`.
        tables: its tables.
        shape: raised by hand whenever ``writes`` change what they write.
        writes: the facts it listens to; all others are not even decoded.
    """

    form: StoredForm[Any]
    name: str
    tables: MetaData
    shape: str
    writes: Mapping[type, Write]
    _by_name: dict[str, Write] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        name_for = self.form.name_for
        self._by_name.update({name_for(kind): write for kind, write in self.writes.items()})

    def describe(self, entry: E_contra) -> Described:
        return Described(entry.stream, entry.type, entry.data.encode())

    def project(self, entry: E_contra, rows: Rows) -> None:
        write = self._by_name.get(entry.type)
        if write is not None:
            fact = self.form.decode(entry.type, entry.schema_version, entry.data.encode())
            write(fact, entry, rows)
