"""The SQL of the event log, and how one append becomes one statement."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

import msgspec

from shared.event_store.postgres.prepared import Statement
from shared.event_store.promise import StreamAppend

_COLUMNS = "stream, version, type, schema_version, data, metadata, effective_date, recorded_at"
_READ = (
    "stream, version, type, schema_version, data::text, metadata::text, effective_date, recorded_at"
)
_encode = msgspec.json.Encoder().encode

READ_STREAM = (
    f"select {_READ} from event_log.events where stream = %s and version > %s order by version"
)
READ_MANY = (
    f"select {_READ} from unnest(%s::text[], %s::int[]) asked (name, after)"
    " join event_log.events on stream = name and version > after order by stream, version"
)
READ_LOG = (
    f"select {_READ}, position from event_log.positions p join event_log.events e"
    " on e.tx = p.tx and e.seq = p.seq where position > %s order by position limit %s"
)
RECORDED_AT = (
    "select recorded_at from event_log.positions p join event_log.events e"
    " on e.tx = p.tx and e.seq = p.seq where position = %s"
)
HEAD = "select last_position from event_log.numbering"
POSITION_OF = (
    "select position from event_log.events e join event_log.positions p"
    " on p.tx = e.tx and p.seq = e.seq where stream = %s and version = %s"
)
POSITION_AFTER = (
    "select case when bool_and(p.position is not null) then max(p.position) end"
    " from event_log.events asked join event_log.events e on e.tx = asked.tx"
    " left join event_log.positions p on p.tx = e.tx and p.seq = e.seq"
    " where asked.stream = %s and asked.version = %s"
)
NEWEST = "select stream, version from event_log.events order by tx desc, seq desc limit 1"
CLAIMED_BY = "select key, stream from event_log.claims where key = any(%s)"
CLAIM = (
    "insert into event_log.claims as held (key, stream)"
    " select * from unnest(%s::text[], %s::text[])"
    " on conflict (key) do update set stream = excluded.stream where held.stream = excluded.stream"
)
RELEASE = "delete from event_log.claims where stream = any(%s)"
HEADS = """
select e.stream, e.version, e.tx > event_log.ticket() as inverted
from unnest(%s::text[]) asked, lateral (
  select stream, version, tx from event_log.events
  where stream = asked order by version desc limit 1) e
"""
COPY = f"copy event_log.events ({_COLUMNS}) from stdin"

Row = tuple[Any, ...]


def rows_of(appends: Sequence[StreamAppend], recorded_at: datetime) -> list[Row]:
    """One row for each event, versions counted on from the expected ones."""
    rows: list[Row] = []
    for append in appends:
        metadata = _encode(append.metadata).decode()
        rows.extend(
            (
                append.stream,
                version,
                event.type,
                event.schema_version,
                event.data,
                metadata,
                event.effective_date,
                recorded_at,
            )
            for version, event in enumerate(append.events, append.expected_version + 1)
        )
    return rows


@cache
def read_few(streams: int) -> Statement:
    """Several streams, one after the other, each in the order of the primary key.

    The server keeps this plan; a join with an array it would plan anew each time, which takes four
    times as long as the reading.
    """
    return Statement(
        f"read_{streams}",
        " union all ".join(
            f"(select {_READ} from event_log.events"
            f" where stream = ${n} and version > ${n + 1} order by version)"
            for n in range(1, 2 * streams, 2)
        ),
    )


@cache
def insert_if_expected(events: int, streams: int) -> Statement:
    """One statement that stores all events if every stream is where it was expected, else none.

    A stream's last event must not carry a later ticket than ours: see `InvertedOrder`.
    """
    number = count(1)
    rows = ", ".join(_numbered(_ROW, number) for _ in range(events))
    expected = " and ".join(_numbered(_EXPECTED, number) for _ in range(streams))
    return Statement(
        f"insert_{events}_{streams}",
        f"insert into event_log.events ({_COLUMNS}) select * from (values {rows}) event"
        f" where {expected}",
    )


_ROW = "(?, ?::int, ?, ?::smallint, ?::json, ?::json, ?::date, ?::timestamptz)"
_EXPECTED = """
coalesce((select case when last.tx > event_log.ticket() then -1 else last.version end
  from event_log.events last where last.stream = ? order by last.version desc limit 1), 0) = ?::int"""


def _numbered(text: str, number: Iterator[int]) -> str:
    """Each question mark becomes the next parameter."""
    return "".join(f"${next(number)}" if letter == "?" else letter for letter in text)
