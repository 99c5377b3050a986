"""The log's facts about people, one row each, without anything that identifies them."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

TABLES = MetaData(schema="membership_history")

ENTRIES = Table(
    "entries",
    TABLES,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("member_id", Text),
    Column("transfer_id", Text),
    Column("effective_date", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", JSONB, nullable=False),
)
_C = ENTRIES.c
Index("entries_by_member", _C.member_id, _C.position, postgresql_where=_C.member_id.is_not(None))
Index(
    "entries_by_transfer",
    _C.transfer_id,
    _C.position,
    postgresql_where=_C.transfer_id.is_not(None),
)

TRAVELLERS = Table(
    "travellers",
    TABLES,
    Column("member_id", Text, primary_key=True),
    Column("transfer_id", Text, primary_key=True),
)
"""Which transfers touch a member: their steps, and their letters', are his history too."""
