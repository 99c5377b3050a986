"""The key of each person, wrapped. A destroyed key leaves its row, so that it is never made again."""

from alembic import op

revision = "privacy_0001"
down_revision = None
branch_labels = ("privacy",)


def upgrade() -> None:
    op.execute("""
create schema privacy;

create table privacy.person_keys (
  subject_id text primary key,
  kek_id text,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null)),
  check ((wrapped is null) = (kek_id is null))
);

-- rotation of the key-encryption key looks for rows wrapped with an older one
create index person_keys_kek_id on privacy.person_keys (kek_id);
""")
