"""What a subscription promises; `tests/shared/subscription` proves it with kills at every step.

A subscription reads a source from its checkpoint, hands batches to a handler, and the handler saves
the checkpoint: a projector in the very transaction of its rows, a relay after the broker confirmed.
So each message counts once in every view, whatever dies and however often it is delivered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import MetaData, Table

Values = Mapping[str, Any]
Texts = Sequence[str | None]

LOG = "log"
"""The name of the source that is a service's own event log."""

KEYED_BY_ENTRY = {"keyed_by_entry": True}
"""A table's `info`: rows are only appended, and the key names the entry that wrote them, so that no two
entries can want the same. A rebuild need not look while it loads."""


class Entry(Protocol):
    """Anything that stands in a source: a stored event, a message."""

    @property
    def position(self) -> int:
        """Place in the source, rising."""

    @property
    def sequence(self) -> int:
        """Place in the publisher's log, by which an entry that comes twice is known; or `NO_SEQUENCE`."""

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded first, UTC."""

    @property
    def fault(self) -> str:
        """Why it has to be set aside whatever it says, as its carrier found; empty for all others."""


NO_SEQUENCE = -1
"""Of an entry that does not tell its place in the publisher's log: it is never taken for a repeated one."""


M = TypeVar("M", bound=Entry)
M_co = TypeVar("M_co", bound=Entry, covariant=True)
M_contra = TypeVar("M_contra", bound=Entry, contravariant=True)


class Source(Protocol[M_co]):
    """Something ordered that can be read again from any position."""

    @property
    def name(self) -> str:
        """Which source it is, as checkpoints call it: `log`, or topic and partition."""

    def read(self, after: int, limit: int) -> Sequence[M_co]:
        """At most ``limit`` entries with a position above ``after``, in order."""

    def head(self) -> int:
        """The newest position that can be read."""

    def seen(self) -> int:
        """A token for `wait`: take it before reading."""

    def wait(self, seen: int, timeout: float) -> None:
        """Return when something new was signalled since ``seen``, at the latest after ``timeout`` s."""

    def wake(self) -> None:
        """Let every `wait` return now: whoever waits is to stop."""


class Handler(Protocol[M_contra]):
    """What is done with the entries of a source. Both methods raise `Fenced` for the slower of two."""

    def resume(self, source: str) -> int:
        """The position behind which to go on."""

    def handle(self, source: str, after: int, batch: Sequence[M_contra]) -> int:
        """Handle the entries that follow ``after``, save the checkpoint, answer the new position."""

    def close(self) -> None:
        """The subscription ends: give back what is held."""


@dataclass(frozen=True, eq=False, slots=True)
class Columns:
    """Some columns of a table, in the order in which a row's texts are given."""

    names: tuple[str, ...]


class Rows(Protocol):
    """Where a projection writes. Values are given by column name; keys are the primary key."""

    def insert(self, table: Table, values: Values) -> None:
        """A new row; one that exists already is an error of the projection."""

    def append(self, table: Table, texts: Texts, columns: Columns | None = None) -> None:
        """A new row that is never changed again, as a ledger's: the fast way in.

        ``texts`` are its values in the order of the columns, as PostgreSQL reads them (a date as
        `2026-03-01`); None is null, and so is what ``columns`` do not name. A null costs as much as ten values: a
        table of which many rows lack the same columns is quicker written with ``columns``, made once.
        Do not mix with the other ways within one table.
        """

    def extend(self, table: Table, rows: Sequence[Texts], columns: Columns | None = None) -> None:
        """The same for many rows."""

    def upsert(self, table: Table, values: Values) -> None:
        """A whole row, in place of the one with its key if there is one."""

    def update(self, table: Table, key: Values, values: Values) -> None:
        """Some columns of the row with this key; nothing if there is none."""

    def delete(self, table: Table, key: Values) -> None:
        """The row with this key, if there is one."""


class Projection(Protocol[M_contra]):
    """A read model: its tables, and a pure function from one entry to its rows.

    Attributes:
        name: what its subscription is called, `<service>.<view>`.
        tables: its tables, in the schema of the live view; rebuilt and retired copies stand beside
            it. Rows are stored in bulk and compared: so JSONB rather than JSON, and no constraint
            between rows except the primary key.
        shape: changes with the tables or with `project`; a view of another shape asks for a rebuild.
    """

    @property
    def name(self) -> str: ...
    @property
    def tables(self) -> MetaData: ...
    @property
    def shape(self) -> str: ...
    def describe(self, entry: M_contra) -> "Described":
        """What an entry is called when it has to be set aside. It must not fail on any entry."""

    def project(self, entry: M_contra, rows: Rows) -> None:
        """Write what the entry changes. No reading, no clock, no chance."""


class Described(NamedTuple):
    """What a dead letter says of an entry. Behind one that is set aside, all of its key are too."""

    key: str
    type: str
    value: bytes


class Unfit(ValueError):
    """The carrier found a fault in an entry; the text says which."""


class Fenced(Exception):
    """Somebody else has moved this checkpoint: stop, and take up again from where it is now."""


class TooManyDeadLetters(Exception):
    """So many entries were set aside that the fault is ours: the subscription stops."""
