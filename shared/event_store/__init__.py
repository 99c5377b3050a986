"""The event log: what has happened, once and for ever. Start reading at `promise`."""

from shared.event_store.as_stored import as_stored
from shared.event_store.promise import (
    NO_SLOTS,
    NOTHING,
    Act,
    AlreadyClaimed,
    Claim,
    EventStore,
    EventStoreError,
    InvertedOrder,
    Metadata,
    NewEvent,
    OutcomeUnknown,
    Slot,
    SlotHeld,
    Slots,
    StoredEvent,
    StreamAppend,
    VersionConflict,
)

__all__ = [
    "NOTHING",
    "NO_SLOTS",
    "Act",
    "AlreadyClaimed",
    "Claim",
    "EventStore",
    "EventStoreError",
    "InvertedOrder",
    "Metadata",
    "NewEvent",
    "OutcomeUnknown",
    "Slot",
    "SlotHeld",
    "Slots",
    "StoredEvent",
    "StreamAppend",
    "VersionConflict",
    "as_stored",
]
