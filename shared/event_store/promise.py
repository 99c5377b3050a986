"""What an event store promises; one suite (`tests/shared/event_store`) proves it on every adapter.

- **All or nothing.** An append to several streams is stored whole or not at all; so is each act of many
  that are stored in one transaction.
- **Expected versions.** An append names the version each stream had when the decision was taken; if any
  stream has moved on, nothing is stored and `VersionConflict` says which.
- **No gap.** `read_log` gives every event exactly once under a dense global position 1, 2, 3, …; it never
  skips an event that commits late, and versions of one stream always come in order.
- **Unique claims.** A claimed key belongs to one stream until it is released, in the same transaction.
- **One holder at a time.** Two slots of one key never meet: a slot is taken and freed in the append's own
  transaction, and the store itself refuses one that meets another.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who asked for it, in which conversation.

    Attributes:
        command_id: the command that caused the event; the same id twice is answered from the log.
        correlation_id: the conversation it belongs to (an import, a transfer), across services.
        causation_id: the event or command directly behind the command, if any.
        actor: the account that acted (never a person's name).
        organisation_path: the acting scope, ids from the root joined by "/".
    """

    command_id: str
    correlation_id: str = ""
    causation_id: str = ""
    actor: str = ""
    organisation_path: str = ""


class NewEvent(msgspec.Struct, frozen=True):
    """An event to be stored: a constant type name, its schema version, JSON text, the day it holds from."""

    type: str
    schema_version: int
    data: str
    effective_date: date


class StreamAppend(msgspec.Struct, frozen=True):
    """Events for one stream. ``expected_version`` is the number of events it had when we decided."""

    stream: str
    expected_version: int
    events: Sequence[NewEvent]
    metadata: Metadata


class Act(msgspec.Struct, frozen=True):
    """What one command stores: all of it, or nothing.

    Attributes:
        appends: what to store, and where each stream was when it was decided.
        recorded_at: when it was decided, UTC.
    """

    appends: Sequence[StreamAppend]
    recorded_at: datetime


class Claim(msgspec.Struct, frozen=True):
    """A key that only one stream may hold at a time, such as a blinded identity number."""

    key: str
    stream: str


class Slot(msgspec.Struct, frozen=True):
    """A span of time of one thing, which one holder has alone.

    Attributes:
        key: what is held, such as a resource.
        holder: who holds it; has at most one slot of a key.
        begins: the first instant, UTC.
        ends: the first instant that is free again.
    """

    key: str
    holder: str
    begins: datetime
    ends: datetime


class Slots(msgspec.Struct, frozen=True):
    """What an append does to slots: first ``freed`` are given back, then ``taken`` are held."""

    taken: Sequence[Slot] = ()
    freed: Sequence[Slot] = ()

    def __bool__(self) -> bool:
        return bool(self.taken or self.freed)


NO_SLOTS = Slots()
Standing = Mapping[str, int]
NOTHING: Standing = {}


class StoredEvent(msgspec.Struct, frozen=True):
    """An event as it stands in the log.

    Attributes:
        position: dense global position, from 1; 0 where it was read by stream.
        version: number within its stream, from 1.
        data: JSON text as it was stored, in ``schema_version``.
        metadata: JSON text of `Metadata`.
        effective_date: the day from which it holds.
        recorded_at: when it was stored, UTC.
    """

    stream: str
    version: int
    type: str
    schema_version: int
    data: str
    metadata: str
    effective_date: date
    recorded_at: datetime
    position: int = 0

    @property
    def event_id(self) -> str:
        """Its name for ever, `<stream>@<version>`: nothing else can have it."""
        return f"{self.stream}@{self.version}"

    @property
    def fault(self) -> str:
        """What stands in the log was checked when it was appended."""
        return ""

    @property
    def sequence(self) -> int:
        """Its publisher's own position: for the log itself, the position."""
        return self.position


class EventStoreError(Exception):
    """What can go wrong in an append.

    EventStoreError
    ├── VersionConflict    somebody else was faster: load and decide again
    ├── AlreadyClaimed     the key belongs to another stream
    ├── SlotHeld           a slot meets another: what is held changed, so load and decide again
    ├── InvertedOrder      a transaction older than the stream's last event tried to append
    └── OutcomeUnknown     the connection broke while committing: load and look for the command id
    """


class VersionConflict(EventStoreError):
    def __init__(self, stream: str, expected: int, actual: int | None) -> None:
        """``actual`` is None when the store learned of the conflict only by the refused insert."""
        super().__init__(f"stream {stream} was expected at version {expected}, is at {actual}")
        self.stream, self.expected, self.actual = stream, expected, actual


class AlreadyClaimed(EventStoreError):
    def __init__(self, key: str, holder: str) -> None:
        super().__init__("a claimed key belongs to another stream")  # the key may be personal
        self.key, self.holder = key, holder


class SlotHeld(EventStoreError):
    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"a slot of one of these meets another: {', '.join(sorted(set(keys)))}")


class InvertedOrder(EventStoreError):
    pass


class OutcomeUnknown(EventStoreError):
    pass


class EventStore(Protocol):
    def append(
        self,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        """Store all events, claims, releases and slots in one transaction.

        Args:
            appends: what to store, and where each stream was when it was decided.
            recorded_at: now, UTC.
            claims: unique keys that streams take; a stream may claim its own key again.
            releases: streams that first give back every key they hold.
            slots: spans of time that are freed and taken.

        Raises:
            VersionConflict: a stream is not at its expected version; nothing was stored.
            AlreadyClaimed: a key is held by another stream; nothing was stored.
            SlotHeld: a slot meets one that is held; nothing was stored.
            OutcomeUnknown: the connection broke while committing.
        """

    def append_each(self, acts: Sequence[Act], standing: Standing = NOTHING) -> Sequence[bool]:
        """Store acts that know nothing of each other in one transaction, each whole or not at all.

        None is stored unless each of the streams in ``standing`` is at its version: all acts rest on them.

        Returns:
            For each act whether it was stored. One that was not stops no other; append it alone, to
            learn why. Of acts that share a stream any, or all, may be left out.

        Raises:
            OutcomeUnknown: the connection broke while committing; each of them may be stored or not.
        """

    def read_stream(self, stream: str, after_version: int = 0) -> list[StoredEvent]:
        """The events of one stream after a version, in order; empty when there are none."""

    def read_streams(self, after: Mapping[str, int]) -> Mapping[str, list[StoredEvent]]:
        """The events of several streams, each after its version; every asked stream is a key."""

    def read_log(self, after: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events with a position above ``after``, in order of position."""

    def head(self) -> int:
        """The newest position that can be read; 0 for an empty log."""

    def position_of(self, stream: str, version: int) -> int | None:
        """The position of one event, or None while it has none yet."""

    def position_after(self, stream: str, version: int) -> int | None:
        """The last position of the append that stored this event, or None while it has none yet.

        A view that has read so far shows everything that was stored together with the event.
        """

    def newest(self) -> tuple[str, int] | None:
        """Stream and version of the event that comes last in the log, numbered already or not yet.

        A view that has read so far shows everything that was stored before this was asked.
        """

    def claimed_by(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Which stream holds each key; keys that nobody holds are left out."""
