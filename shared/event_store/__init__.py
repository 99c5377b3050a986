"""The event log: what has happened, once and for ever. Start reading at `promise`."""

from shared.event_store.promise import (
    NO_SLOTS,
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
]
