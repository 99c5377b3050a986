"""Whether events still wait for their place is asked at the end of the index, whatever is known of the table.

`exists` asks for any row, and a comparison of rows is taken to fit a third of them: so without fresh
statistics the whole table was read after every append, to find nothing.
"""

from alembic import op

revision = "event_log_0002"
down_revision = "event_log_0001"


def upgrade() -> None:
    op.execute("""
create or replace function event_log.number_events(
  most integer, out numbered integer, out waiting boolean)
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
  waiting := coalesce((
    select true from event_log.events
    where (tx, seq) > (cursor_row.last_tx, cursor_row.last_seq)
    order by tx, seq limit 1
  ), false);
end $$;
""")
