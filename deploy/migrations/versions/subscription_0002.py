"""How each part of a public topic stands: how many messages, and their running hash."""

from alembic import op

revision = "subscription_0002"
down_revision = "subscription_0001"


def upgrade() -> None:
    op.execute("""
create table subscription.proofs (
  subscription text not null,
  part integer not null,
  count bigint not null,
  digest text not null,
  sequence bigint not null,
  primary key (subscription, part)
);
""")
