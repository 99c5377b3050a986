"""What is set aside is known by its sequence: in a topic that is made anew, positions begin again.

A row without a sequence is of an entry that tells none, or was noted by a release before this one: it goes on
being known by its position. Such a release may still run beside this table: it notes no sequence, and names the three
columns that have been unique so far. So they stay unique, and the position of an entry in whose place another
has been found is null: where it stands now is not known before it comes again.
"""

from alembic import op

revision = "subscription_0003"
down_revision = "subscription_0002"


def upgrade() -> None:
    op.execute("""
alter table subscription.dead_letters add column sequence bigint;
alter table subscription.dead_letters alter column position drop not null;

-- In the own log the position is the sequence; a message tells it in its envelope, ahead of its data. A repeated
-- message may have been set aside twice: one of the two is enough to know it by, and the other, were it to wait on,
-- would stand ahead of what follows on it with nothing to bring it again.
with told as (
  select id, subscription, source, case when source = 'log' then position
    else substring(encode(value, 'escape') from '^[{][^{}]*"sequence":"00([0-9]{18})"')::bigint
    end as sequence
  from subscription.dead_letters
), first_told as (
  select id, sequence, id = min(id) over (partition by subscription, source, sequence) as is_first
  from told where sequence is not null
), twins as (
  delete from subscription.dead_letters letter using first_told
  where first_told.id = letter.id and not is_first and discarded_at is null
)
update subscription.dead_letters letter set sequence = first_told.sequence
from first_told where first_told.id = letter.id and is_first;

create unique index dead_letters_by_sequence
on subscription.dead_letters (subscription, source, sequence) where sequence is not null;
""")
