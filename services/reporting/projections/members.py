"""The member ledger: one row less and one row more for each change of what is counted.

Append-only. Sums of ``change`` give the number of members anywhere as of any day; the rows that
were summed are the answer to *why*.
"""

from sqlalchemy import Column, Date, Index, SmallInteger, Table, Text

from services.reporting.projections.messages import MemberCounted
from services.reporting.projections.tables import metadata, told_by
from shared.subscription.promise import KEYED_BY_ENTRY, Rows

ledger = Table(
    "member_ledger",
    metadata,
    *told_by(),
    Column("change", SmallInteger, primary_key=True),
    Column("member_id", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("member_class", Text, nullable=False),
    Column("education", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("gender", Text, nullable=False),
    info=KEYED_BY_ENTRY,
)
Index("member_ledger_by_organisation", ledger.c.organisation_id)


def count(message: MemberCounted, reason: str, rows: Rows) -> None:
    """Take one from where the member was counted, add one where he is counted now."""
    data = message.data
    day, member = data.effective_date, data.member_id
    if (was := data.before) is not None:
        # fmt: off
        rows.append(ledger, (
            message.sequence, message.id, reason, day, message.time, "-1", member,
            was.organisation_id, was.standing, was.member_class, was.education,
            was.birth_date, was.gender,
        ))  # fmt: skip
    if (now := data.after) is not None:
        rows.append(ledger, (
            message.sequence, message.id, reason, day, message.time, "1", member,
            now.organisation_id, now.standing, now.member_class, now.education,
            now.birth_date, now.gender,
        ))  # fmt: skip
