"""The SQL of the event log, and what an append looks like to it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import astuple

from shared.event_store.as_stored import as_stored
from shared.event_store.promise import Act, Metadata, StreamAppend
from shared.prepared import Statement

_COLUMNS = "stream, version, type, schema_version, data, metadata, effective_date, recorded_at"
_READ = (
    "stream, version, type, schema_version, data::text, metadata::text, effective_date, recorded_at"
)
document = msgspec.json.Encoder().encode

READ_STREAMS = Statement(
    "read_streams",
    f"select {_READ} from json_each_text($1) asked (name, after), lateral (select * from"
    " event_log.events where stream = name and version > after::int order by version) events",
)
"""The document: each stream's name with the version after which to read."""
_QUEUED = """
  select count(pg_advisory_xact_lock(place)) as places from (
    select distinct hashtextextended(key, 4) as place from {0} order by 1) queue""".format
"""Whoever takes a slot stands in line for its key. Two rows of one instant that meet wait for each other's
transaction otherwise, until the server ends that as a deadlock after a second. All stand in line in one
order, and before a ticket is drawn: who waits with one hides newer events from the log's readers. The seed
is none of `shared.subscription.locks`."""
QUEUE = _QUEUED("unnest(%s::text[]) key")
_STORE = f"""
event as (
  select * from json_to_recordset({{0}}) as (
    act int, stream text, expected int, version int, type text, schema_version smallint,
    data json, metadata json, effective_date date, recorded_at timestamptz)
), moved as (
  select act from event where expected <> coalesce((
    select case when last.tx > event_log.ticket() then -1 else last.version end
    from event_log.events last where last.stream = event.stream
    order by last.version desc limit 1), 0)
), stored as (
  insert into event_log.events ({_COLUMNS}) select {_COLUMNS} from event
  where act >= 0 and act not in (select act from moved)
    and not exists (select from moved where act < 0) returning stream, version)""".format
_STORED = " select stream, version from stored"
STORE = Statement("store", "with" + _STORE("$1") + _STORED)
"""The document: `rows_of` some acts, and `stand_of` what they rest on. Stores each act whose streams are all
where it expects them, and none when something they rest on has moved.

A stream's last event must not carry a later ticket than ours: see `InvertedOrder`.
"""
_CLAIMED = """
  insert into event_log.claims as held (key, stream) select distinct key, stream from {0} as wanted {1}
  where {2} order by key on conflict (key) do update
    set stream = case held.stream when excluded.stream then held.stream end""".format
"""What the stream holds already it keeps. Of a key that another one holds nothing would be left: the table refuses."""
STORE_AND_HOLD = Statement(
    "store_and_hold",
    "with queued as materialized ("
    + _QUEUED("json_to_recordset($1::json -> 'taken') as wanted (key text)")
    + "),"
    + _STORE("(select $1::json -> 'events' from queued where places >= 0)")
    + ", claimed as ("
    + _CLAIMED(
        "json_to_recordset($1::json -> 'claims')",
        "(key text, stream text)",
        "(select count(*) from stored) > 0",
    )
    + """), freed as (
  delete from slots.held using json_to_recordset($1::json -> 'freed') as gone (key text, holder text)
  where held.key = gone.key and held.holder = gone.holder and (select count(*) from stored) > 0
  returning held.key
), taken as (
  insert into slots.held (key, holder, span) select key, holder, tstzrange(begins, ends)
  from json_to_recordset($1::json -> 'taken')
    as wanted (key text, holder text, begins timestamptz, ends timestamptz)
  where (select count(*) from stored) > 0 and (select count(*) from freed) >= 0)"""
    + _STORED,
)
"""The document: `rows_of` one act, the keys that it claims, and the slots that it frees and takes, in this order.

Each part asks what the one before has done, and so comes after it: the append is the first write.
"""
READ_LOG = Statement(
    "read_log",
    f"select {_READ}, position from event_log.positions p, lateral (select * from event_log.events e"
    " where e.tx = p.tx and e.seq = p.seq limit 1) events"
    " where position > (select ($1::json ->> 0)::bigint)"
    " order by position limit (select ($1::json ->> 1)::bigint)",
)
"""The document: behind which position, and how many at most.

Place by place: `limit 1` keeps the planner from joining the tables whole where it knows them badly. What is
asked stands in subqueries: the planner that saw it in place would plan each reading anew, for as long as it reads.
"""
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
    "select case when bool_and(place.position is not null) then max(place.position) end"
    " from (select tx from event_log.events where stream = %s and version = %s) asked,"
    " lateral (select tx, seq from event_log.events where tx = asked.tx order by seq offset 0) e"
    " left join lateral (select position from event_log.positions p"
    " where p.tx = e.tx and p.seq = e.seq limit 1) place on true"
)
NEWEST = "select stream, version from event_log.events order by tx desc, seq desc limit 1"
CLAIMED_BY = "select key, stream from event_log.claims where key = any(%s)"
CLAIM = _CLAIMED("unnest(%s::text[], %s::text[])", "(key, stream)", "true")
RELEASE = "delete from event_log.claims where stream = any(%s)"
FREE_SLOTS = (
    "delete from slots.held using unnest(%s::text[], %s::text[]) as gone (key, holder)"
    " where held.key = gone.key and held.holder = gone.holder"
)
TAKE_SLOTS = (
    "insert into slots.held (key, holder, span) select key, holder, tstzrange(begins, ends)"
    " from unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])"
    " as wanted (key, holder, begins, ends)"
)
HEADS = """
select e.stream, e.version, e.tx > event_log.ticket() as inverted
from unnest(%s::text[]) asked, lateral (
  select stream, version, tx from event_log.events
  where stream = asked order by version desc limit 1) e
"""
COPY = f"copy event_log.events ({_COLUMNS}) from stdin"


class Row(msgspec.Struct):
    """One event of one of several acts."""

    act: int
    stream: str
    expected: int
    version: int
    type: str
    schema_version: int
    data: msgspec.Raw
    metadata: Metadata
    effective_date: date
    recorded_at: datetime


def rows_of(acts: Sequence[Act]) -> list[Row]:
    """One row for each event, versions counted on from the expected ones.

    Whoever stores several acts at once takes their streams in one order, so that no two of them wait
    for each other.
    """
    return [
        Row(
            number,
            append.stream,
            append.expected_version,
            version,
            event.type,
            event.schema_version,
            msgspec.Raw(event.data),
            append.metadata,
            event.effective_date,
            act.recorded_at,
        )
        for number, act in enumerate(sorted(acts, key=_first_stream))
        for append in act.appends
        for version, event in enumerate(append.events, append.expected_version + 1)
    ]


class Stand(msgspec.Struct):
    """A stream that all acts rest on, in the form of a row."""

    stream: str
    expected: int
    act: int = -1


def stand_of(standing: Mapping[str, int]) -> list[Stand]:
    """One row for each stream, with the version at which it has to stand."""
    return [Stand(stream, version) for stream, version in standing.items()]


def copied(appends: Sequence[StreamAppend], recorded_at: datetime) -> Iterator[tuple[Any, ...]]:
    """The same as values for `COPY`."""
    for append in appends:
        for event in as_stored(append, recorded_at):
            *values, _position = astuple(event)
            yield tuple(values)


def _first_stream(act: Act) -> str:
    return act.appends[0].stream if act.appends else ""
