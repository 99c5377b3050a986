"""An event store whose appends are counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from shared.event_store.promise import (
    NO_SLOTS,
    NOTHING,
    Act,
    Claim,
    EventStore,
    SlotHeld,
    Slots,
    StreamAppend,
    VersionConflict,
)


class Count(Protocol):
    """Where something is counted."""

    def inc(self, amount: float = 1) -> None: ...


class CountedStore:
    """`EventStore`: another one, with its appends counted."""

    def __init__(self, store: EventStore, appended: Count, conflicts: Count) -> None:
        """Args: ``appended`` counts events, ``conflicts`` the appends for which another was faster."""
        self._store, self._appended, self._conflicts = store, appended, conflicts
        self.read_stream, self.read_streams = store.read_stream, store.read_streams
        self.read_log, self.head = store.read_log, store.head
        self.position_of, self.position_after = store.position_of, store.position_after
        self.newest, self.claimed_by = store.newest, store.claimed_by

    def append(
        self,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        try:
            self._store.append(appends, recorded_at, claims=claims, releases=releases, slots=slots)
        except (VersionConflict, SlotHeld):
            self._conflicts.inc()
            raise
        self._appended.inc(sum(len(append.events) for append in appends))

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        outcomes = self._store.append_each(acts, standing)
        for act, stored in zip(acts, outcomes, strict=True):
            if stored:
                self._appended.inc(sum(len(append.events) for append in act.appends))
            else:
                self._conflicts.inc()
        return outcomes
