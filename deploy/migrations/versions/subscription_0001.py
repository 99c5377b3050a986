"""Where each subscription stands, and what it has set aside."""

from alembic import op

revision = "subscription_0001"
down_revision = None
branch_labels = ("subscription",)


def upgrade() -> None:
    op.execute("""
create schema subscription;

-- position: the last one handled; sequence: the publisher's own position of that message, by which a
-- message that comes twice is known; generation: the number of the rebuild that made the view.
create table subscription.checkpoints (
  subscription text not null,
  source text not null,
  position bigint not null default 0,
  sequence bigint not null default 0,
  recorded_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (subscription, source)
);

create table subscription.views (
  subscription text primary key,
  shape text not null,
  generation integer not null default 1,
  rebuilt_at timestamptz
);

-- A discarded entry keeps its row, so that a rebuild leaves it out too.
create table subscription.dead_letters (
  id bigint generated always as identity primary key,
  subscription text not null,
  source text not null,
  position bigint not null,
  key text not null,
  type text not null,
  reason text not null,
  value bytea not null,
  parked_at timestamptz not null default now(),
  discarded_at timestamptz,
  unique (subscription, source, position)
);
-- A hash, because what is set aside may be too long for any other index.
create index dead_letters_by_key on subscription.dead_letters using hash (key)
where discarded_at is null;
""")
