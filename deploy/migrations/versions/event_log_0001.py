"""The event log: events, their dense order, claims.

How the order is found (engineering facts: a plain serial number loses late commits, a lock costs
three to five times the speed):

- writers store events under ``(tx, seq)``: the ticket of their transaction and a serial number;
- ``number_events`` gives dense positions to what stands **below the oldest running transaction**, so
  nothing can appear before it any more. Its row lock is the fence: however many processes call it,
  one at a time numbers, and no event is ever numbered twice;
- ``ticket`` adds an offset to the transaction id. After a restore into another cluster transaction
  ids start again; ``adopt`` notices, numbers what was left, and lifts the offset above all tickets.
"""

from alembic import op

revision = "event_log_0001"
down_revision = None
branch_labels = ("event_log",)


def upgrade() -> None:
    op.execute(_TABLES)
    op.execute(_NUMBERING)
    op.execute(_ADOPT)


_TABLES = """
create schema event_log;

create function event_log.ticket() returns bigint language sql volatile
as $$ select pg_current_xact_id()::text::bigint + 0 $$;

create table event_log.events (
  tx bigint not null default event_log.ticket(),
  seq bigint generated always as identity,
  stream text not null,
  version integer not null check (version > 0),
  type text not null,
  schema_version smallint not null,
  data json not null,
  metadata json not null,
  effective_date date not null,
  recorded_at timestamptz not null,
  primary key (stream, version)
);
create unique index events_in_order on event_log.events (tx, seq);

create table event_log.positions (
  position bigint primary key,
  tx bigint not null,
  seq bigint not null,
  unique (tx, seq)
);

create table event_log.numbering (
  sole boolean primary key default true check (sole),
  last_position bigint not null default 0,
  last_tx bigint not null default 0,
  last_seq bigint not null default 0,
  tx_offset bigint not null default 0,
  cluster text not null
);
insert into event_log.numbering (cluster)
select system_identifier::text from pg_control_system();

create table event_log.claims (key text primary key, stream text not null);
create index claims_by_stream on event_log.claims (stream);
"""

_NUMBERING = """
create function event_log.number_events(most integer, out numbered integer, out waiting boolean)
language plpgsql volatile as $$
declare
  cursor_row event_log.numbering;
  last record;
begin
  numbered := 0;
  waiting := false;
  select * into cursor_row from event_log.numbering for update skip locked;
  if not found then
    return;  -- somebody is numbering just now and will tell when he is done
  end if;
  with batch as (
    select tx, seq from event_log.events
    where (tx, seq) > (cursor_row.last_tx, cursor_row.last_seq)
      and tx < cursor_row.tx_offset + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by tx, seq limit most
  ), stored as (
    insert into event_log.positions (position, tx, seq)
    select cursor_row.last_position + row_number() over (order by tx, seq), tx, seq from batch
    returning position, tx, seq
  )
  select count(*)::int as numbered, max(position) as position,
         (array_agg(tx order by position desc))[1] as tx,
         (array_agg(seq order by position desc))[1] as seq
  into last from stored;
  numbered := last.numbered;
  if numbered > 0 then
    update event_log.numbering
    set last_position = last.position, last_tx = last.tx, last_seq = last.seq;
    cursor_row.last_tx := last.tx;
    cursor_row.last_seq := last.seq;
    perform pg_notify('event_log_numbered', last.position::text);
  end if;
  waiting := exists (
    select from event_log.events
    where (tx, seq) > (cursor_row.last_tx, cursor_row.last_seq)
  );
end $$;
"""

_ADOPT = """
create function event_log.adopt() returns boolean language plpgsql volatile as $$
declare
  cursor_row event_log.numbering;
  here text := (select system_identifier::text from pg_control_system());
  highest bigint;
  lifted bigint;
begin
  select * into cursor_row from event_log.numbering;
  if cursor_row.cluster = here then
    return false;
  end if;
  lock table event_log.events in exclusive mode;
  select * into cursor_row from event_log.numbering for update;
  if cursor_row.cluster = here then
    return false;
  end if;
  insert into event_log.positions (position, tx, seq)
  select cursor_row.last_position + row_number() over (order by e.seq), e.tx, e.seq
  from event_log.events e
  where not exists (
    select from event_log.positions p where p.tx = e.tx and p.seq = e.seq
  );
  select greatest(max(tx), 0) into highest from event_log.events;
  lifted := coalesce(highest, 0) + 1;
  execute format(
    'create or replace function event_log.ticket() returns bigint language sql volatile '
    'as $f$ select pg_current_xact_id()::text::bigint + %s $f$', lifted);
  update event_log.numbering set
    cluster = here, tx_offset = lifted, last_tx = lifted, last_seq = 0,
    last_position = coalesce((select max(position) from event_log.positions), 0);
  return true;
end $$;
"""
