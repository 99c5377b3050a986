"""Where persons' keys rest."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
)
from sqlalchemy.schema import CreateSchema

METADATA = MetaData(schema="privacy")

PERSON_KEYS = Table(
    "person_keys",
    METADATA,
    Column("subject_id", Text, primary_key=True),
    Column("kek_id", Text, index=True),
    Column("wrapped", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("destroyed_at", DateTime(timezone=True)),
    CheckConstraint(
        "(wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (kek_id IS NULL)",
        name="person_keys_live_or_destroyed",
    ),
)
"""A destroyed row keeps the subject's id, so that no second key can be made, and nothing else."""


def create_tables(engine: Engine) -> None:
    """Create the schema and the table where they are missing."""
    with engine.begin() as connection:
        connection.execute(CreateSchema("privacy", if_not_exists=True))
        METADATA.create_all(connection)
