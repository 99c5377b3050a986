"""The member ledger: one row less and one row more for each change of what is counted.

Append-only. Sums of ``change`` give the number of members anywhere as of any day; the rows that
were summed are the answer to *why*. A city's ledger has a row and more for every event about a
member, so its rows are narrow: numbers stand for words, and the member is named by the event's id.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Index,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from services.reporting.projections.kinds import NUMBERS
from services.reporting.projections.messages import MEMBER_REASONS, MemberCounted
from services.reporting.projections.organisations import key_of
from services.reporting.projections.tables import metadata
from shared.subscription.promise import KEYED_BY_ENTRY, Rows


class Reason(TypeDecorator[str]):
    """Why a member is counted otherwise: a number in the database, the event's name in Python."""

    impl = SmallInteger
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> str:
        del dialect
        return MEMBER_REASONS[value]


ledger = Table(
    "member_ledger",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("organisation_key", BigInteger, nullable=False),
    Column("effective_date", Date, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("reason", Reason, nullable=False),
    Column("change", SmallInteger, primary_key=True),
    Column("event_id", Text, nullable=False),
    info=KEYED_BY_ENTRY,
)
Index("member_ledger_by_organisation", ledger.c.organisation_key)

_NUMBERS = {reason: str(number) for number, reason in enumerate(MEMBER_REASONS)}


def count(message: MemberCounted, reason: str, rows: Rows) -> None:
    """Take one from where the member was counted, add one where he is counted now."""
    data, number = message.data, _NUMBERS[reason]
    if (was := data.before) is not None:
        # fmt: off
        rows.append(ledger, (
            message.sequence, message.time, key_of(was.organisation_id),
            data.effective_date, was.birth_date,
            NUMBERS[was.standing, was.member_class, was.education, was.gender],
            number, "-1", message.id,
        ))  # fmt: skip
    if (now := data.after) is not None:
        rows.append(ledger, (
            message.sequence, message.time, key_of(now.organisation_id),
            data.effective_date, now.birth_date,
            NUMBERS[now.standing, now.member_class, now.education, now.gender],
            number, "1", message.id,
        ))  # fmt: skip


def member_id() -> ColumnElement[str]:
    """Whom a row of the ledger counts: the contract names the event `member-<id>@<version>`."""
    return func.regexp_replace(ledger.c.event_id, r"^member-(.*)@\d+$", r"\1")
