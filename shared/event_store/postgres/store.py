"""The event store in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import psycopg
from psycopg.errors import ExclusionViolation, NotNullViolation, UniqueViolation

from shared.database import Connection, Pool
from shared.event_store.postgres import statements as sql
from shared.event_store.promise import (
    NO_SLOTS,
    NOTHING,
    Act,
    AlreadyClaimed,
    Claim,
    InvertedOrder,
    OutcomeUnknown,
    SlotHeld,
    Slots,
    StoredEvent,
    StreamAppend,
    VersionConflict,
)
from shared.signals import Bell

APPENDED = "event_log_appended"
"""Rung after an append: something can be numbered."""
NUMBERED = "event_log_numbered"
"""Signalled by `number_events`: something new can be read."""

_ONE_STATEMENT = 8
"""Up to so many events are stored by one prepared statement; COPY is quicker with more."""
_LOOKS = 2
EventId = tuple[str, int]


class PostgresEventStore:
    """`EventStore` on a pool of autocommitting connections.

    The append is always its transaction's first write, so that the order of tickets is the order of
    each stream's versions.
    """

    def __init__(self, pool: Pool, bell: Bell | None = None) -> None:
        """``bell`` is rung after each append; without it readers look on their own after a while."""
        self._pool, self._bell = pool, bell

    def append(
        self,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        events = sum(len(append.events) for append in appends)
        if not events:
            return
        try:
            with self._pool.connection() as connection:
                if events <= _ONE_STATEMENT and not releases and (slots or not claims):
                    self._store(connection, appends, recorded_at, claims, slots)
                else:
                    with connection.transaction():
                        self._queue(connection, slots)
                        store = self._store if events <= _ONE_STATEMENT else self._copy
                        store(connection, appends, recorded_at)
                        self._claim(connection, claims, releases)
                        self._hold(connection, slots)
        except ExclusionViolation as error:
            raise SlotHeld([slot.key for slot in slots.taken]) from error
        except (NotNullViolation, UniqueViolation) as error:
            raise self._refused(appends, claims) from error
        except psycopg.OperationalError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        self._ring()

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        rows = sql.rows_of(acts)
        if not rows:
            return [True] * len(acts)
        document = sql.document([*rows, *sql.stand_of(standing)])
        try:
            with self._pool.connection() as connection:
                stored = self._store_what_can_be(connection, document)
        except psycopg.OperationalError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        self._ring()
        return [stored.issuperset(_event_ids(act)) for act in acts]

    def read_stream(self, stream: str, after_version: int = 0) -> list[StoredEvent]:
        return self.read_streams({stream: after_version})[stream]

    def read_streams(self, after: Mapping[str, int]) -> Mapping[str, list[StoredEvent]]:
        found: dict[str, list[StoredEvent]] = {stream: [] for stream in after}
        with self._pool.connection() as connection:
            for row in sql.READ_STREAMS.run(connection, sql.document(after)):
                found[row[0]].append(StoredEvent(*row))
        return found

    def read_log(self, after: int, limit: int) -> list[StoredEvent]:
        with self._pool.connection() as connection:
            rows = sql.READ_LOG.run(connection, sql.document((after, limit)))
        return [StoredEvent(*row) for row in rows]

    def head(self) -> int:
        with self._pool.connection() as connection:
            return _first_int(connection.execute(sql.HEAD).fetchone())

    def recorded_after(self, position: int) -> datetime | None:
        """When the first event behind ``position`` was recorded; None at the end of the log."""
        with self._pool.connection() as connection:
            row = connection.execute(sql.RECORDED_AT, (position + 1,)).fetchone()
        return row[0] if row else None

    def position_of(self, stream: str, version: int) -> int | None:
        with self._pool.connection() as connection:
            row = connection.execute(sql.POSITION_OF, (stream, version)).fetchone()
        return _first_int(row) if row else None

    def position_after(self, stream: str, version: int) -> int | None:
        with self._pool.connection() as connection:
            row = connection.execute(sql.POSITION_AFTER, (stream, version)).fetchone()
        return _first_int(row) if row and row[0] is not None else None

    def newest(self) -> tuple[str, int] | None:
        with self._pool.connection() as connection:
            row = connection.execute(sql.NEWEST).fetchone()
        return (str(row[0]), _first_int(row[1:])) if row else None

    def claimed_by(self, keys: Sequence[str]) -> Mapping[str, str]:
        with self._pool.connection() as connection:
            rows = connection.execute(sql.CLAIMED_BY, (list(keys),)).fetchall()
        return {str(key): str(stream) for key, stream in rows}

    def _refused(
        self, appends: Sequence[StreamAppend], claims: Sequence[Claim]
    ) -> AlreadyClaimed | VersionConflict:
        """Why nothing was stored: another stream holds a key, or somebody else was faster."""
        holders = self.claimed_by([claim.key for claim in claims]) if claims else {}
        for claim in claims:
            if holders.get(claim.key, claim.stream) != claim.stream:
                return AlreadyClaimed(claim.key, holders[claim.key])
        return VersionConflict(appends[0].stream, appends[0].expected_version, None)

    def _ring(self) -> None:
        if self._bell:
            self._bell.ring()

    @staticmethod
    def _store(
        connection: Connection,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        claims: Sequence[Claim] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        rows = sql.rows_of([Act(appends, recorded_at)])
        if claims or slots:
            taken = {"claims": claims, "freed": slots.freed, "taken": slots.taken}
            told = {"events": rows, **taken}
            stored = sql.STORE_AND_HOLD.run(connection, sql.document(told))
        else:
            stored = sql.STORE.run(connection, sql.document(rows))
        if not stored:
            _refuse(connection, appends)

    @staticmethod
    def _store_what_can_be(connection: Connection, document: bytes) -> set[EventId]:
        """The ids of the events that were stored.

        Whoever stores in one of the streams between our look at it and our row fails the statement;
        at the next look that stream has moved, and its act alone is left out.
        """
        for _ in range(_LOOKS):
            with suppress(UniqueViolation):
                return set(sql.STORE.run(connection, document))
        return set()

    @staticmethod
    def _copy(
        connection: Connection, appends: Sequence[StreamAppend], recorded_at: datetime
    ) -> None:
        """Store many rows at once.

        Whoever stores between our look at the heads and our rows takes the very version we want, and
        the primary key refuses ours.
        """
        _refuse_unexpected(connection, appends)
        with connection.cursor().copy(sql.COPY) as copy:
            for row in sql.copied(appends, recorded_at):
                copy.write_row(row)

    @staticmethod
    def _claim(connection: Connection, claims: Sequence[Claim], releases: Sequence[str]) -> None:
        if releases:
            connection.execute(sql.RELEASE, (list(releases),))
        if claims:
            keys, streams = zip(*((claim.key, claim.stream) for claim in claims), strict=True)
            connection.execute(sql.CLAIM, (list(keys), list(streams)))

    @staticmethod
    def _queue(connection: Connection, slots: Slots) -> None:
        if slots.taken:
            connection.execute(sql.QUEUE, ([slot.key for slot in slots.taken],))

    @staticmethod
    def _hold(connection: Connection, slots: Slots) -> None:
        if slots.freed:
            keys, holders = zip(*((slot.key, slot.holder) for slot in slots.freed), strict=True)
            connection.execute(sql.FREE_SLOTS, (list(keys), list(holders)))
        if slots.taken:
            wanted = ((slot.key, slot.holder, slot.begins, slot.ends) for slot in slots.taken)
            connection.execute(sql.TAKE_SLOTS, [list(each) for each in zip(*wanted, strict=True)])


def _event_ids(act: Act) -> Iterator[EventId]:
    for append in act.appends:
        for version, _ in enumerate(append.events, append.expected_version + 1):
            yield append.stream, version


def _refuse_unexpected(connection: Connection, appends: Sequence[StreamAppend]) -> None:
    asked = [append.stream for append in appends]
    heads = {str(row[0]): row for row in connection.execute(sql.HEADS, (asked,))}
    for append in appends:
        _, actual, inverted = heads.get(append.stream, ("", 0, False))
        if actual != append.expected_version:
            raise VersionConflict(append.stream, append.expected_version, _first_int((actual,)))
        if inverted:
            raise InvertedOrder(append.stream)


def _refuse(connection: Connection, appends: Sequence[StreamAppend]) -> None:
    """Say why the one statement stored nothing."""
    _refuse_unexpected(connection, appends)
    # The stream moved and moved on between the two looks: to the caller it is a conflict all the same.
    raise VersionConflict(appends[0].stream, appends[0].expected_version, None)


def _first_int(row: Sequence[object] | None) -> int:
    return int(str(row[0])) if row else 0
