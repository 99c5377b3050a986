"""The SQL of the event log, and how one append becomes one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from shared.event_store.promise import StreamAppend

_COLUMNS = "stream, version, type, schema_version, data, metadata, effective_date, recorded_at"
_READ = (
    "stream, version, type, schema_version, data::text, metadata::text, effective_date, recorded_at"
)
_encode = msgspec.json.Encoder().encode

READ_STREAM = (
    f"select {_READ} from event_log.events where stream = %s and version > %s order by version"
)
_READ_MANY = (
    f"select {_READ} from unnest(%s::text[], %s::int[]) asked (name, after)"
    " join event_log.events on stream = name and version > after order by stream, version"
)
READ_LOG = (
    f"select {_READ}, position from event_log.positions p join event_log.events e"
    " on e.tx = p.tx and e.seq = p.seq where position > %s order by position limit %s"
)
HEAD = "select last_position from event_log.numbering"
POSITION_OF = (
    "select position from event_log.events e join event_log.positions p"
    " on p.tx = e.tx and p.seq = e.seq where stream = %s and version = %s"
)
CLAIMED_BY = "select key, stream from event_log.claims where key = any(%s)"
CLAIM = (
    "insert into event_log.claims as held (key, stream) values (%s, %s)"
    " on conflict (key) do update set stream = excluded.stream where held.stream = excluded.stream"
)
RELEASE = "delete from event_log.claims where stream = any(%s)"
_EXPECTED = """
coalesce((select case when tx > event_log.ticket() then -1 else version end
  from event_log.events where stream = %s order by version desc limit 1), 0) = %s::int"""
HEADS = """
select e.stream, e.version, e.tx > event_log.ticket() as inverted
from unnest(%s::text[]) asked, lateral (
  select stream, version, tx from event_log.events
  where stream = asked order by version desc limit 1) e
"""
COPY = f"copy event_log.events ({_COLUMNS}) from stdin"

Row = tuple[Any, ...]
_FEW = 8


def read_streams(after: Mapping[str, int]) -> tuple[str, Sequence[Any]]:
    """The statement that reads several streams, each after its version, and its parameters.

    A few are read one after the other, each in the order of the primary key: the server keeps that plan.
    A join with an array it would plan anew each time, which takes four times as long as the reading.
    """
    if len(after) > _FEW:
        return _READ_MANY, (list(after), list(after.values()))
    return _read_few(len(after)), [each for item in after.items() for each in item]


@cache
def _read_few(streams: int) -> str:
    return " union all ".join([f"({READ_STREAM})"] * streams)


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
def insert_if_expected(events: int, streams: int) -> str:
    """One statement that stores all events if every stream is where it was expected, else none.

    A stream's last event must not carry a later ticket than ours: see `InvertedOrder`.
    """
    row = "(%s, %s::int, %s, %s::smallint, %s::json, %s::json, %s::date, %s::timestamptz)"
    expected = " and ".join([_EXPECTED] * streams)
    rows = ", ".join([row] * events)
    return (
        f"insert into event_log.events ({_COLUMNS}) select * from (values {rows}) event"
        f" where {expected}"
    )
