"""Numbering keeps its plans: a third of its time was spent on planning the same again after every append.

The planner that sees behind which place is looked knows that there are a few rows, and that a plan for any
place would expect a third of the table; so it never kept one. Whatever it expects, the rows are to be found
in the order of the index.
"""

from alembic import op

revision = "event_log_0003"
down_revision = "event_log_0002"


def upgrade() -> None:
    for setting, value in (
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        ("enable_bitmapscan", "off"),
    ):
        op.execute(f"alter function event_log.number_events(integer) set {setting} = {value}")
