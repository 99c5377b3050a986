"""Spans of time that one holder has alone: the database itself refuses two that meet."""

from alembic import op

revision = "slots_0001"
down_revision = None
branch_labels = ("slots",)


def upgrade() -> None:
    op.execute("""
create extension if not exists btree_gist;  -- lets one constraint look at a key and a span
create schema slots;

create table slots.held (
  key text not null,
  holder text not null,
  span tstzrange not null check (not isempty(span)),
  primary key (key, holder),
  constraint one_holder_at_a_time exclude using gist (key with =, span with &&)
);
""")
