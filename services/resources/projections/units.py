"""Resident units as they are now; who left stays, marked as gone."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.resources.codec import FORM
from services.resources.domain.terms import UnitClass
from services.resources.domain.unit import events as e
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_units")
UNITS = Table(
    "units",
    TABLES,
    Column("unit_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit_class", Word(UnitClass), nullable=False),
    Column("premises", ARRAY(Text), nullable=False, comment="驻在社区的区划代码"),
    Column("organisation_id", Text, comment="本单位党组织"),
    Column("liaison_post", Text, comment="联络员职务"),
    Column("here", Boolean, nullable=False, comment="false 为已迁出"),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("units_by_organisation", UNITS.c.organisation_id)
Index("units_by_premises", UNITS.c.premises, postgresql_using="gin")


def _registered(event: e.UnitRegistered, record: StoredEvent, rows: Rows) -> None:
    rows.upsert(UNITS, {"liaison_post": None, **_row(event, record)})


def _changed(event: Any, record: StoredEvent, rows: Rows) -> None:
    row = _row(event, record)
    rows.update(UNITS, {"unit_id": row.pop("unit_id")}, row)


def _named(event: e.LiaisonNamed, record: StoredEvent, rows: Rows) -> None:
    row = {"liaison_post": event.post, **_moved_on(event, record)}
    rows.update(UNITS, {"unit_id": event.unit_id}, row)


def _forgotten(event: e.LiaisonForgotten, record: StoredEvent, rows: Rows) -> None:
    rows.update(UNITS, {"unit_id": event.unit_id}, _moved_on(event, record))


def _departed(event: e.UnitDeparted, record: StoredEvent, rows: Rows) -> None:
    row = {"here": False, **_moved_on(event, record)}
    rows.update(UNITS, {"unit_id": event.unit_id}, row)


def _row(event: Any, record: StoredEvent) -> dict[str, Any]:
    facts: e.UnitFacts = event.after
    return {
        "unit_id": facts.unit_id,
        "name": facts.name,
        "unit_class": facts.unit_class,
        "premises": list(facts.premises),
        "organisation_id": facts.organisation_id,
        "here": True,
        **_moved_on(event, record),
    }


def _moved_on(event: Any, record: StoredEvent) -> dict[str, Any]:
    return {"changed_on": event.effective_date, "version": record.version}


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.units",
    TABLES,
    "2",
    {
        e.UnitRegistered: _registered,
        e.UnitCorrected: _changed,
        e.PremisesOpened: _changed,
        e.PremisesClosed: _changed,
        e.UnitOrganisationLinked: _changed,
        e.UnitOrganisationUnlinked: _changed,
        e.LiaisonNamed: _named,
        e.LiaisonForgotten: _forgotten,
        e.UnitDeparted: _departed,
    },
)


def is_among(connection: Connection, unit_id: str, which: ColumnElement[bool]) -> bool:
    """Whether the unit is one of these."""
    wanted = select(UNITS.c.unit_id).where(UNITS.c.unit_id == unit_id, which)
    return connection.execute(wanted).first() is not None


def have_premises_in(unit_id: Column[str], codes: Collection[str]) -> ColumnElement[bool]:
    """For other views' queries: whether this unit has premises in one of these divisions."""
    c = UNITS.c
    return select(c.unit_id).where(c.unit_id == unit_id, c.premises.overlap(list(codes))).exists()


def linked_to(connection: Connection, organisation_id: str) -> Sequence[str]:
    """The units whose own organisation it is."""
    c = UNITS.c
    wanted = select(c.unit_id).where(c.organisation_id == organisation_id, c.here)
    return connection.execute(wanted.order_by(c.unit_id)).scalars().all()
