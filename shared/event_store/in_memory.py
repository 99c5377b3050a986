"""The event store in memory, for specs: it passes the same suite as PostgreSQL."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.event_store.as_stored import as_stored
from shared.event_store.promise import (
    NO_SLOTS,
    NOTHING,
    Act,
    AlreadyClaimed,
    Claim,
    EventStoreError,
    Slot,
    SlotHeld,
    Slots,
    StoredEvent,
    StreamAppend,
    VersionConflict,
)


class InMemoryEventStore:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._log: list[StoredEvent] = []
        self._streams: dict[str, list[StoredEvent]] = {}
        self._claims: dict[str, str] = {}
        self._ends: dict[str, int] = {}
        self._slots: dict[tuple[str, str], Slot] = {}

    def append(
        self,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        with self._lock:
            self._refuse_conflicts(appends)
            self._refuse_claimed(claims, releases)
            self._slots = self._held_after(slots)
            first = len(self._log)
            for append in appends:
                self._store(append, recorded_at)
            self._ends |= {event.event_id: len(self._log) for event in self._log[first:]}
            self._claims = {k: held for k, held in self._claims.items() if held not in releases}
            self._claims.update({claim.key: claim.stream for claim in claims})

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        if any(len(self.read_stream(stream)) != at for stream, at in standing.items()):
            return [not act.appends for act in acts]
        return [self._stores(act) for act in acts]

    def read_stream(self, stream: str, after_version: int = 0) -> list[StoredEvent]:
        with self._lock:
            return self._streams.get(stream, [])[after_version:]

    def read_streams(self, after: Mapping[str, int]) -> Mapping[str, list[StoredEvent]]:
        return {stream: self.read_stream(stream, version) for stream, version in after.items()}

    def read_log(self, after: int, limit: int) -> list[StoredEvent]:
        with self._lock:
            return self._log[after : after + limit]

    def head(self) -> int:
        return len(self._log)

    def position_of(self, stream: str, version: int) -> int | None:
        with self._lock:
            return next(
                (e.position for e in self._log if e.stream == stream and e.version == version), None
            )

    def position_after(self, stream: str, version: int) -> int | None:
        with self._lock:
            return self._ends.get(f"{stream}@{version}")

    def newest(self) -> tuple[str, int] | None:
        with self._lock:
            return (self._log[-1].stream, self._log[-1].version) if self._log else None

    def claimed_by(self, keys: Sequence[str]) -> Mapping[str, str]:
        with self._lock:
            return {key: self._claims[key] for key in keys if key in self._claims}

    def _stores(self, act: Act) -> bool:
        try:
            self.append(act.appends, act.recorded_at)
        except EventStoreError:
            return False
        return True

    def _refuse_conflicts(self, appends: Sequence[StreamAppend]) -> None:
        for append in appends:
            actual = len(self._streams.get(append.stream, ()))
            if actual != append.expected_version:
                raise VersionConflict(append.stream, append.expected_version, actual)

    def _refuse_claimed(self, claims: Sequence[Claim], releases: Sequence[str]) -> None:
        for claim in claims:
            holder = self._claims.get(claim.key)
            if holder not in {None, claim.stream, *releases}:
                raise AlreadyClaimed(claim.key, str(holder))

    def _held_after(self, slots: Slots) -> dict[tuple[str, str], Slot]:
        freed = {(slot.key, slot.holder) for slot in slots.freed}
        held = {each: slot for each, slot in self._slots.items() if each not in freed}
        for slot in slots.taken:
            for other in held.values():
                meets = slot.begins < other.ends and other.begins < slot.ends
                if slot.key == other.key and meets:
                    raise SlotHeld([slot.key])
            held[slot.key, slot.holder] = slot
        return held

    def _store(self, append: StreamAppend, recorded_at: datetime) -> None:
        news = [*as_stored(append, recorded_at, len(self._log))]
        self._streams.setdefault(append.stream, []).extend(news)
        self._log += news
