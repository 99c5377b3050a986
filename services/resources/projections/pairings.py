"""Departments paired with communities: what they promised, what they did, and how it was scored."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text

from services.resources.codec import FORM
from services.resources.domain.pairing import events as e
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_pairings")
PAIRINGS = Table(
    "pairings",
    TABLES,
    Column("pairing_id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("community_code", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("ended_on", Date),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
DEEDS = Table(
    "deeds",
    TABLES,
    Column("pairing_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("done_on", Date),
    Column("in_time", Boolean, comment="空表示尚未完成"),
)
SCORES = Table(
    "scores",
    TABLES,
    Column("pairing_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scorer", Text, primary_key=True, comment="评分账号"),
    Column("role", Word(e.ScorerRole), nullable=False),
    Column("points", Integer, nullable=False),
    Column("scored_on", Date, nullable=False),
)
Index("pairings_by_unit", PAIRINGS.c.unit_id)
Index("pairings_by_community", PAIRINGS.c.community_code, PAIRINGS.c.year)


def _paired(event: e.DepartmentPaired, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.pairing, name) for name in event.pairing.__slots__}
    rows.upsert(PAIRINGS, {**row, **_at(event, record)})


def _promised(event: e.DeedPromised, record: StoredEvent, rows: Rows) -> None:
    key = {"pairing_id": event.pairing_id, "number": event.number}
    rows.upsert(DEEDS, {**key, "text": event.text, "due": event.due})
    _moved_on(event, record, rows)


def _done(event: e.DeedDone, record: StoredEvent, rows: Rows) -> None:
    key = {"pairing_id": event.pairing_id, "number": event.number}
    rows.update(DEEDS, key, {"done_on": event.effective_date, "in_time": event.in_time})
    _moved_on(event, record, rows)


def _scored(event: e.DeedScored, record: StoredEvent, rows: Rows) -> None:
    row = {
        "pairing_id": event.pairing_id,
        "number": event.number,
        "scorer": event.scorer,
        "role": event.role,
        "points": event.points,
        "scored_on": event.effective_date,
    }
    rows.upsert(SCORES, row)
    _moved_on(event, record, rows)


def _ended(event: e.PairingEnded, record: StoredEvent, rows: Rows) -> None:
    _moved_on(event, record, rows, ended_on=event.effective_date)


def _moved_on(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    rows.update(PAIRINGS, {"pairing_id": event.pairing_id}, values | _at(event, record))


def _at(event: Any, record: StoredEvent) -> dict[str, Any]:
    return {"changed_on": event.effective_date, "version": record.version}


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.pairings",
    TABLES,
    "1",
    {
        e.DepartmentPaired: _paired,
        e.DeedPromised: _promised,
        e.DeedDone: _done,
        e.DeedScored: _scored,
        e.PairingEnded: _ended,
    },
)
