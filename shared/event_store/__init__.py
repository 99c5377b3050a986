"""The event log: what has happened, once and for ever. Start reading at `promise`."""

from shared.event_store.promise import (
    Act,
    AlreadyClaimed,
    Claim,
    EventStore,
    EventStoreError,
    InvertedOrder,
    Metadata,
    NewEvent,
    OutcomeUnknown,
    StoredEvent,
    StreamAppend,
    VersionConflict,
)

__all__ = [
    "Act",
    "AlreadyClaimed",
    "Claim",
    "EventStore",
    "EventStoreError",
    "InvertedOrder",
    "Metadata",
    "NewEvent",
    "OutcomeUnknown",
    "StoredEvent",
    "StreamAppend",
    "VersionConflict",
]
