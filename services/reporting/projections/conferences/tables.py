"""The tables of the roster; rows are only ever appended, and each table is filled by one topic (ADR 0030).

A row says how something stands from its effective day on, until a later one says otherwise; a row of the
ledgers of uses and of money says what happened.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

from services.reporting.projections.moment import told_by
from shared.subscription.promise import KEYED_BY_ENTRY

SCHEMA = "reporting_roster"
metadata = MetaData(schema=SCHEMA)


def _part() -> Column[Any]:
    """The number of the row among those that its event tells."""
    return Column("part", SmallInteger, primary_key=True, autoincrement=False)


divisions = Table(
    "divisions",
    metadata,
    *told_by(),
    Column("code", Text, nullable=False, index=True),
    Column("parent_code", Text, index=True),
    Column("level", Text, nullable=False),
)
division_names = Table(
    "division_names",
    metadata,
    *told_by(),
    Column("code", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
)
organisations = Table(
    "organisations",
    metadata,
    *told_by(),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("division_code", Text, comment="the division it works in"),
    Column("living", Boolean, nullable=False),
)
organisation_names = Table(
    "organisation_names",
    metadata,
    *told_by(),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
)
CITY = frozenset({divisions, division_names, organisations, organisation_names})
"""Filled by membership's topic."""

units = Table(
    "units",
    metadata,
    *told_by(),
    Column("unit_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("unit_class", Text, nullable=False),
    Column("organisation_id", Text, comment="its own Party organisation"),
    Column("living", Boolean, nullable=False),
)
premises = Table(
    "premises",
    metadata,
    *told_by(),
    _part(),
    Column("code", Text, nullable=False, index=True, comment="of a community"),
)
"""Where the unit has premises, as the row of `units` of the same sequence says."""
liaisons = Table(
    "liaisons",
    metadata,
    *told_by(),
    Column("unit_id", Text, nullable=False, index=True),
    Column("post", Text, nullable=False, comment="who holds it is never told"),
)
conferences = Table(
    "conferences",
    metadata,
    *told_by(),
    Column("conference_id", Text, nullable=False, index=True),
    Column("division_code", Text, nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("parent_id", Text),
    Column("living", Boolean, nullable=False),
)
members = Table(
    "members",
    metadata,
    *told_by(),
    _part(),
    Column("conference_id", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("representative_post", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("living", Boolean, nullable=False),
)
chairs = Table(
    "chairs",
    metadata,
    *told_by(),
    _part(),
    Column("conference_id", Text, nullable=False, index=True),
    Column("unit_id", Text, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, comment="not included; null for the last that is published"),
    Column("kind", Text, nullable=False),
)
"""Each event that moves the chair tells all terms that are not over: the newest one's stand."""
agreements = Table(
    "agreements",
    metadata,
    *told_by(),
    Column("agreement_id", Text, nullable=False, index=True),
    Column("conference_id", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("parties", ARRAY(Text), nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("stage", Text, nullable=False),
)
uses = Table(
    "uses",
    metadata,
    *told_by(),
    Column("resource_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("community_code", Text, nullable=False, index=True),
    Column("unit_id", Text, nullable=False, comment="who lent; empty for the community's own"),
    Column("day", Date, nullable=False, comment="the city's day it was used on"),
    Column("minutes", Integer, nullable=False),
    info=KEYED_BY_ENTRY,
)
money = Table(
    "money",
    metadata,
    *told_by(),
    Column("fund_id", Text, nullable=False),
    Column("community_code", Text, nullable=False, index=True),
    Column("unit_id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("fen", BigInteger, nullable=False, comment="drawn down; negative: returned"),
    info=KEYED_BY_ENTRY,
)
SHARING = frozenset(
    {units, premises, liaisons, conferences, members, chairs, agreements, uses, money}
)
"""Filled by resources' topic."""
Index("roster_members_by_unit", members.c.conference_id, members.c.unit_id)
