"""A transfer, the organisations that have to do with it, and the people who travel by it."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text

from services.membership.domain.terms import Education, Gender, MemberClass, Standing
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.transfer import Stage
from shared.columns import Word

TABLES = MetaData(schema="membership_transfers")


class Side(StrEnum):
    """What an organisation of the city's tree has to do with a transfer."""

    RELEASING = "releasing"
    RECEIVING = "receiving"
    MOVING = "moving"
    RELEASED_BY = "released_by"
    ACCEPTED_BY = "accepted_by"
    PLACED_IN = "placed_in"


TRANSFERS = Table(
    "transfers",
    TABLES,
    Column("transfer_id", Text, primary_key=True),
    Column("kind", Word(TransferKind), nullable=False),
    Column("reason", Word(TransferReason), nullable=False),
    Column("reason_since", Date),
    Column("stage", Word(Stage), nullable=False),
    Column("releasing_id", Text, nullable=False),
    Column("releasing_name", Text, nullable=False),
    Column("releasing_province", Text, nullable=False),
    Column("receiving_id", Text, nullable=False),
    Column("receiving_name", Text, nullable=False),
    Column("receiving_province", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("members", Integer, nullable=False),
    Column("carried", Integer),
    Column("requested_on", Date, nullable=False),
    Column("released_by", Text),
    Column("letter", Text),
    Column("letter_issued_on", Date),
    Column("valid_until", Date),
    Column("accepted_by", Text),
    Column("accepted_on", Date),
    Column("placed_in", Text),
    Column("placed_on", Date),
    Column("cause", Word(RefusalCause)),
    Column("cause_text", Text),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
_C = TRANSFERS.c
Index("transfers_by_stage", _C.stage, _C.requested_on, _C.transfer_id)
Index("transfers_by_day", _C.requested_on, _C.transfer_id)
Index(
    "transfers_due",
    _C.valid_until,
    _C.transfer_id,
    postgresql_where=_C.stage == Stage.AWAITING_ACCEPTANCE,
)

SIDES = Table(
    "sides",
    TABLES,
    Column("transfer_id", Text, primary_key=True),
    Column("side", Word(Side), primary_key=True),
    Column("organisation_id", Text, nullable=False),
)
Index("sides_by_organisation", SIDES.c.organisation_id, SIDES.c.transfer_id)

TRAVELLERS = Table(
    "travellers",
    TABLES,
    Column("transfer_id", Text, primary_key=True),
    Column("member_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("carried", Boolean, nullable=False),
)
Index("travellers_by_member", TRAVELLERS.c.member_id)

ARRIVING = Table(
    "arriving",
    TABLES,
    Column("member_id", Text, primary_key=True),
    Column("transfer_id", Text, nullable=False),
    Column("standing", Word(Standing), nullable=False),
    Column("member_class", Word(MemberClass), nullable=False),
    Column("education", Word(Education), nullable=False),
    Column("gender", Word(Gender), nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("join_date", Date, nullable=False),
    Column("full_date", Date),
    Column("sealed", Text, nullable=False),
)
"""People from outside who are not on the register yet; the latest request tells about them."""
