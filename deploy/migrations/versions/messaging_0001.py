"""The embedded message log: durable, ordered, replayable, in PostgreSQL."""

from alembic import op

revision = "messaging_0001"
down_revision = None
branch_labels = ("messaging",)


def upgrade() -> None:
    op.execute("""
create schema messaging;

-- The row of a topic is locked while its messages are stored, so positions are dense and a reader
-- never sees a higher one before a lower one.
create table messaging.topics (topic text primary key, last_position bigint not null default 0);

create table messaging.messages (
  topic text not null references messaging.topics,
  position bigint not null,
  key text not null,
  value bytea not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
  primary key (topic, position)
);
""")
