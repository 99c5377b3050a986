"""One row for each organisation ever established."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.membership.domain.terms import OrganisationForm, OrganisationKind
from shared.columns import PATH, Word

TABLES = MetaData(schema="membership_organisations")

ORGANISATIONS = Table(
    "organisations",
    TABLES,
    Column("organisation_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Word(OrganisationKind), nullable=False),
    Column("superior_id", Text),
    Column("path", PATH, nullable=False),
    Column("division_code", Text),
    Column("form", Word(OrganisationForm), nullable=False),
    Column("may_transfer", Boolean, nullable=False),
    Column("units", ARRAY(Text), nullable=False),
    Column("living", Boolean, nullable=False),
    Column("successor_id", Text),
    Column("established_on", Date, nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("term_ends_on", Date),
    Column("term_rule", Text),
    Column("version", Integer, nullable=False),
)
Index("organisations_by_path", ORGANISATIONS.c.path, ORGANISATIONS.c.organisation_id)
Index("organisations_by_superior", ORGANISATIONS.c.superior_id, ORGANISATIONS.c.name)
