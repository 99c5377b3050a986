"""Joint conferences, their members, and the chair's published timeline, day by day without a gap."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.resources.codec import FORM
from services.resources.domain.conference import events as e
from services.resources.domain.conference.chairs import ChairKind
from services.resources.domain.terms import DivisionLevel
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_conferences")
CONFERENCES = Table(
    "conferences",
    TABLES,
    Column("conference_id", Text, primary_key=True),
    Column("division_code", Text, nullable=False),
    Column("level", Word(DivisionLevel), nullable=False),
    Column("name", Text, nullable=False),
    Column("parent_id", Text),
    Column("chair_order", ARRAY(Text), nullable=False, comment="轮值顺序"),
    Column("term_months", Integer, nullable=False, comment="轮值期(月)"),
    Column("living", Boolean, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
MEMBERS = Table(
    "members",
    TABLES,
    Column("conference_id", Text, primary_key=True),
    Column("unit_id", Text, primary_key=True),
    Column("seats", Integer, nullable=False, comment="席位数"),
    Column("representative_post", Text, nullable=False, comment="代表职务"),
    Column("since", Date, nullable=False),
)
CHAIRS = Table(
    "chairs",
    TABLES,
    Column("conference_id", Text, primary_key=True),
    Column("begins", Date, primary_key=True),
    Column("ends", Date, comment="不含当日;空表示尚无后续安排"),
    Column("unit_id", Text, nullable=False),
    Column("kind", Word(ChairKind), nullable=False),
)
PART_TIME = Table(
    "part_time_members",
    TABLES,
    Column("conference_id", Text, primary_key=True),
    Column("unit_id", Text, primary_key=True),
    Column("organisation_id", Text, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("since", Date, nullable=False),
)
Index("conferences_by_division", CONFERENCES.c.division_code)
Index("members_by_unit", MEMBERS.c.unit_id)


def _founded(event: e.ConferenceFounded, record: StoredEvent, rows: Rows) -> None:
    facts = event.after
    row = {
        "conference_id": facts.conference_id,
        "division_code": facts.division_code,
        "level": facts.level,
        "name": facts.name,
        "parent_id": facts.parent_id,
        "chair_order": list(event.chair_order),
        "term_months": event.term_months,
        "living": True,
        "changed_on": event.effective_date,
        "version": record.version,
    }
    rows.upsert(CONFERENCES, row)
    for member in event.members:
        _member(event.conference_id, member, rows)
    _chairs(event, rows)


def _joined(event: Any, record: StoredEvent, rows: Rows) -> None:
    _member(event.conference_id, event.after, rows)
    _ordered(event, record, rows)


def _left(event: e.ConferenceMemberLeft, record: StoredEvent, rows: Rows) -> None:
    key = {"conference_id": event.conference_id, "unit_id": event.before.unit_id}
    rows.delete(MEMBERS, key)
    _ordered(event, record, rows)


def _seated(event: Any, record: StoredEvent, rows: Rows) -> None:
    _member(event.conference_id, event.after, rows)
    _moved_on(event, record, rows)


def _ordered(event: Any, record: StoredEvent, rows: Rows) -> None:
    told = {"term_months": event.term_months} if hasattr(event, "term_months") else {}
    _moved_on(event, record, rows, chair_order=list(event.chair_order), **told)
    _chairs(event, rows)


def _moved_chair(event: Any, record: StoredEvent, rows: Rows) -> None:
    _moved_on(event, record, rows)
    _chairs(event, rows)


def _dissolved(event: e.ConferenceDissolved, record: StoredEvent, rows: Rows) -> None:
    for member in event.members:
        key = {"conference_id": event.conference_id, "unit_id": member.unit_id}
        rows.delete(MEMBERS, key)
    _moved_on(event, record, rows, living=False)
    _chairs(event, rows)


def _appointed(event: e.PartTimeMemberAppointed, record: StoredEvent, rows: Rows) -> None:
    rows.upsert(PART_TIME, {**_post(event), "since": event.effective_date})
    _moved_on(event, record, rows)


def _relieved(event: e.PartTimeMemberRelieved, record: StoredEvent, rows: Rows) -> None:
    rows.delete(PART_TIME, _post(event))
    _moved_on(event, record, rows)


def _post(event: Any) -> dict[str, str]:
    return {column.name: getattr(event, column.name) for column in PART_TIME.primary_key}


def _member(conference_id: str, member: e.ConferenceMember, rows: Rows) -> None:
    row = {
        "conference_id": conference_id,
        "unit_id": member.unit_id,
        "seats": member.seats,
        "representative_post": member.representative_post,
        "since": member.since,
    }
    rows.upsert(MEMBERS, row)


def _chairs(event: Any, rows: Rows) -> None:
    """The terms that were published, replaced by those that stand in their place."""
    for term in event.chairs_before:
        rows.delete(CHAIRS, {"conference_id": event.conference_id, "begins": term.begins})
    for term in event.chairs:
        row = {"begins": term.begins, "ends": term.ends, "unit_id": term.unit_id, "kind": term.kind}
        rows.upsert(CHAIRS, {"conference_id": event.conference_id, **row})


def _moved_on(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    values |= {"changed_on": event.effective_date, "version": record.version}
    rows.update(CONFERENCES, {"conference_id": event.conference_id}, values)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.conferences",
    TABLES,
    "1",
    {
        e.ConferenceFounded: _founded,
        e.ConferenceMemberJoined: _joined,
        e.ConferenceMemberLeft: _left,
        e.SeatsAllotted: _seated,
        e.RepresentativeDelegated: _seated,
        e.ChairOrderPublished: _ordered,
        e.ChairTurnsSwapped: _moved_chair,
        e.ChairTurnSkipped: _moved_chair,
        e.InterimChairNamed: _moved_chair,
        e.RotationContinued: _moved_chair,
        e.PartTimeMemberAppointed: _appointed,
        e.PartTimeMemberRelieved: _relieved,
        e.ConferenceDissolved: _dissolved,
    },
)
