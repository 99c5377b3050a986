"""What can be booked, the calendar of each, and who waits."""

from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.resources.codec import FORM
from services.resources.domain.booking import events as e
from services.resources.domain.booking.facts import BookingStatus
from services.resources.domain.resource.events import (
    ResourceOffered,
    ResourceTermsSet,
    ResourceWithdrawn,
)
from services.resources.domain.terms import ShareKind
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_bookings")
_TIME = DateTime(timezone=True)
RESOURCES = Table(
    "resources",
    TABLES,
    Column("resource_id", Text, primary_key=True),
    Column("kind", Word(ShareKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("community_code", Text, nullable=False),
    Column("owner_unit_id", Text, nullable=False, comment="空表示社区自有"),
    Column("terms", JSONB, nullable=False, comment="开放时段与预约条件"),
    Column("offered", Boolean, nullable=False, comment="false 为已停止出借"),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
BOOKINGS = Table(
    "bookings",
    TABLES,
    Column("resource_id", Text, primary_key=True),
    Column("booking_id", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("kind", Word(ShareKind), nullable=False),
    Column("community_code", Text, nullable=False),
    Column("owner_unit_id", Text, nullable=False),
    Column("unit_id", Text, nullable=False, comment="空表示社区自用"),
    Column("begins", _TIME, nullable=False),
    Column("ends", _TIME, nullable=False),
    Column("held_from", _TIME, nullable=False, comment="含准备时间"),
    Column("held_until", _TIME, nullable=False, comment="含整理时间"),
    Column("amount", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("status", Word(BookingStatus), nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("listing_id", Text, nullable=False),
    Column("series_id", Text, nullable=False),
    Column("minutes", Integer, comment="实际使用分钟数"),
    Column("version", Integer, nullable=False),
)
BLACKOUTS = Table(
    "blackouts",
    TABLES,
    Column("resource_id", Text, primary_key=True),
    Column("blackout_id", Text, primary_key=True),
    Column("begins", _TIME, nullable=False),
    Column("ends", _TIME, nullable=False),
    Column("cause_text", Text, nullable=False),
)
WAITLIST = Table(
    "waitlist",
    TABLES,
    Column("resource_id", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("begins", _TIME, nullable=False),
    Column("ends", _TIME, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
)
C = BOOKINGS.c
Index("bookings_by_time", C.resource_id, C.held_from, C.held_until)
Index("bookings_by_user", C.unit_id, C.begins)
Index("bookings_to_begin", C.status, C.begins)
Index("resources_by_community", RESOURCES.c.community_code)
_SAME = [c.name for c in BOOKINGS.columns if c.name not in {"minutes", "version"}]


def _resource(event: ResourceOffered | ResourceTermsSet, record: StoredEvent, rows: Rows) -> None:
    facts = event.after
    row = {
        "resource_id": facts.resource_id,
        "kind": facts.kind,
        "name": facts.name,
        "community_code": facts.community_code,
        "owner_unit_id": facts.owner_unit_id,
        "terms": msgspec.to_builtins(facts.terms),
        "offered": True,
        "changed_on": event.effective_date,
        "version": record.version,
    }
    rows.upsert(RESOURCES, row)


def _withdrawn(event: ResourceWithdrawn, record: StoredEvent, rows: Rows) -> None:
    values = {"offered": False, "changed_on": event.effective_date, "version": record.version}
    rows.update(RESOURCES, {"resource_id": event.resource_id}, values)


def _booking(event: Any, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.after, name) for name in _SAME}
    minutes = getattr(event, "minutes", None)
    rows.upsert(BOOKINGS, {**row, "minutes": minutes, "version": record.version})


def _blacked_out(event: e.BlackoutSet, _: StoredEvent, rows: Rows) -> None:
    told = event.blackout
    row = {"begins": told.begins, "ends": told.ends, "cause_text": told.cause_text}
    key = {"resource_id": event.resource_id, "blackout_id": told.blackout_id}
    rows.upsert(BLACKOUTS, key | row)


def _lifted(event: e.BlackoutLifted, _: StoredEvent, rows: Rows) -> None:
    key = {"resource_id": event.resource_id, "blackout_id": event.blackout.blackout_id}
    rows.delete(BLACKOUTS, key)


def _waits(event: e.WaitlistJoined, _: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.entry, name) for name in event.entry.__slots__}
    rows.upsert(WAITLIST, {"resource_id": event.resource_id, "month": event.month, **row})


def _waits_no_more(event: e.WaitlistLeft, _: StoredEvent, rows: Rows) -> None:
    key = {"resource_id": event.resource_id, "entry_id": event.entry.entry_id}
    rows.delete(WAITLIST, key)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.bookings",
    TABLES,
    "1",
    {
        ResourceOffered: _resource,
        ResourceTermsSet: _resource,
        ResourceWithdrawn: _withdrawn,
        e.BookingMade: _booking,
        e.UseRecorded: _booking,
        e.BookingApproved: _booking,
        e.BookingRefused: _booking,
        e.BookingCancelled: _booking,
        e.BookingCheckedIn: _booking,
        e.BookingCompleted: _booking,
        e.NoShowReleased: _booking,
        e.BlackoutSet: _blacked_out,
        e.BlackoutLifted: _lifted,
        e.WaitlistJoined: _waits,
        e.WaitlistLeft: _waits_no_more,
    },
)
