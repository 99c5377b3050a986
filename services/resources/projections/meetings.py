"""Meetings of joint conferences: agenda, attendance, minutes, and each resolution until it is done."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.resources.codec import FORM
from services.resources.domain.meeting import events as e
from services.resources.domain.meeting.meeting import MeetingStage
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_meetings")
MEETINGS = Table(
    "meetings",
    TABLES,
    Column("meeting_id", Text, primary_key=True),
    Column("conference_id", Text, nullable=False),
    Column("chair", Text, nullable=False, comment="召集会议的轮值会长单位"),
    Column("starts", DateTime(timezone=True), nullable=False),
    Column("venue", Text, nullable=False),
    Column("stage", Word(MeetingStage), nullable=False),
    Column("expected", ARRAY(Text), nullable=False, comment="应到"),
    Column("present", ARRAY(Text), nullable=False, comment="实到"),
    Column("excused", ARRAY(Text), nullable=False, comment="请假"),
    Column("absent", ARRAY(Text), nullable=False, comment="缺席"),
    Column("quorate", Boolean, comment="空表示尚未召开"),
    Column("minutes", Text, comment="纪要文号"),
    Column("cause_text", Text, comment="取消原因"),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
AGENDA = Table(
    "agenda",
    TABLES,
    Column("meeting_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("unit_id", Text, nullable=False, comment="提出单位;空表示轮值会长"),
)
RESOLUTIONS = Table(
    "resolutions",
    TABLES,
    Column("meeting_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("conference_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", Text, nullable=False, comment="责任单位"),
    Column("due", Date, nullable=False),
    Column("note", Text, comment="最近进展"),
    Column("done", Boolean, nullable=False),
    Column("done_on", Date),
    Column("in_time", Boolean, comment="空表示尚未完成"),
    Column("version", Integer, nullable=False, comment="会议的版本"),
)
Index("meetings_by_conference", MEETINGS.c.conference_id, MEETINGS.c.starts)
Index("resolutions_by_due", RESOLUTIONS.c.conference_id, RESOLUTIONS.c.done, RESOLUTIONS.c.due)


def _convened(event: e.MeetingConvened, record: StoredEvent, rows: Rows) -> None:
    nobody: list[str] = []
    row = {
        "meeting_id": event.meeting_id,
        "conference_id": event.conference_id,
        "chair": event.chair,
        "starts": event.starts,
        "venue": event.venue,
        "stage": MeetingStage.CONVENED,
        "expected": list(event.expected),
        **dict.fromkeys(("present", "excused", "absent"), nobody),
        "changed_on": event.effective_date,
        "version": record.version,
    }
    rows.upsert(MEETINGS, row)
    for item in event.agenda:
        _item(event.meeting_id, item, rows)


def _added(event: e.AgendaItemAdded, record: StoredEvent, rows: Rows) -> None:
    _item(event.meeting_id, event.item, rows)
    _moved_on(event, record, rows)


def _item(meeting_id: str, item: e.AgendaItem, rows: Rows) -> None:
    row = {"number": item.number, "title": item.title, "unit_id": item.unit_id}
    rows.upsert(AGENDA, {"meeting_id": meeting_id, **row})


def _called_off(event: e.MeetingCalledOff, record: StoredEvent, rows: Rows) -> None:
    _moved_on(event, record, rows, stage=MeetingStage.CALLED_OFF, cause_text=event.cause_text)


def _held(event: e.MeetingHeld, record: StoredEvent, rows: Rows) -> None:
    came = {name: list(getattr(event, name)) for name in ("present", "excused", "absent")}
    _moved_on(event, record, rows, stage=MeetingStage.HELD, quorate=event.quorate, **came)


def _filed(event: e.MinutesFiled, record: StoredEvent, rows: Rows) -> None:
    _moved_on(event, record, rows, minutes=event.reference)


def _passed(event: e.ResolutionPassed, record: StoredEvent, rows: Rows) -> None:
    told = event.resolution
    row = {
        "meeting_id": event.meeting_id,
        "number": told.number,
        "conference_id": event.conference_id,
        "text": told.text,
        "owner": told.owner,
        "due": told.due,
        "done": False,
        "version": record.version,
    }
    rows.upsert(RESOLUTIONS, row)
    _moved_on(event, record, rows)


def _followed_up(event: e.ResolutionFollowedUp, record: StoredEvent, rows: Rows) -> None:
    _resolution(event, record, rows)


def _carried_out(event: e.ResolutionCarriedOut, record: StoredEvent, rows: Rows) -> None:
    done = {"done": True, "done_on": event.effective_date, "in_time": event.in_time}
    _resolution(event, record, rows, **done)


def _resolution(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    key = {"meeting_id": event.meeting_id, "number": event.number}
    rows.update(RESOLUTIONS, key, {"note": event.note, "version": record.version, **values})
    _moved_on(event, record, rows)


def _moved_on(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    values |= {"changed_on": event.effective_date, "version": record.version}
    rows.update(MEETINGS, {"meeting_id": event.meeting_id}, values)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.meetings",
    TABLES,
    "1",
    {
        e.MeetingConvened: _convened,
        e.AgendaItemAdded: _added,
        e.MeetingCalledOff: _called_off,
        e.MeetingHeld: _held,
        e.MinutesFiled: _filed,
        e.ResolutionPassed: _passed,
        e.ResolutionFollowedUp: _followed_up,
        e.ResolutionCarriedOut: _carried_out,
    },
)
