"""What appeals need and no list could take yet: each with the reason, until somebody places it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Date, Integer, MetaData, Row, Table, Text, select

from services.resources.codec import FORM
from services.resources.domain.listing import events as e
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_unplaced")
UNPLACED = Table(
    "unplaced_needs",
    TABLES,
    Column("listing_id", Text, primary_key=True),
    Column("petition_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("target", Integer, nullable=False),
    Column("measure", Text, nullable=False),
    Column("place_code", Text, nullable=False, comment="诉求所填区划代码"),
    Column("closes_on", Date, nullable=False),
    Column("rule", Text, nullable=False, comment="未能列入清单的规则"),
    Column("label", Text, nullable=False, comment="原因及处理办法"),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
C = UNPLACED.c
_SAME = ("listing_id", "petition_id", "title", "category", "target", "measure", "closes_on")


def _set_aside(event: e.NeedSetAside, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.listing, name) for name in _SAME}
    row |= {"place_code": event.listing.community_code, "rule": event.rule, "label": event.label}
    rows.upsert(UNPLACED, row | {"changed_on": event.effective_date, "version": record.version})


def _settled(event: Any, _: StoredEvent, rows: Rows) -> None:
    rows.delete(UNPLACED, {"listing_id": event.listing_id})


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.unplaced",
    TABLES,
    "1",
    {
        e.NeedSetAside: _set_aside,
        e.NeedDropped: _settled,
        e.ListingPublished: _settled,
    },
)


def still_wanted(connection: Connection, today: date) -> Sequence[Row[str, str, int]]:
    """Those whose days are not past, in the order of their ids."""
    wanted = select(C.listing_id, C.place_code, C.version).where(C.closes_on >= today)
    return connection.execute(wanted.order_by(C.listing_id)).all()
