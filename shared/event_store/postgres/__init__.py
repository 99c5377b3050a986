from shared.event_store.postgres.horizon import Horizon, LogState, oldest_writer, state_of_log
from shared.event_store.postgres.log_source import LogSource
from shared.event_store.postgres.numbering import Numbering, number_events
from shared.event_store.postgres.store import APPENDED, NUMBERED, PostgresEventStore

__all__ = [
    "APPENDED",
    "NUMBERED",
    "Horizon",
    "LogSource",
    "LogState",
    "Numbering",
    "PostgresEventStore",
    "number_events",
    "oldest_writer",
    "state_of_log",
]
