"""The story of an appeal, and why each of its promises counts as kept or broken."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from pydantic import BaseModel, Field

from services.petitions.api.allowing import allow_petition
from services.petitions.api.fields import PetitionPath
from services.petitions.api.office import Looked, Office
from services.petitions.application.reading import Entry, Reader
from services.petitions.domain.petition.explaining import Explanation, Line, What, clocks, explain
from services.petitions.domain.petition.words import Stage, Stop
from services.petitions.domain.terms import Unit
from shared.access.permissions import Permission
from shared.event_store import Metadata
from shared.http.fields import labels
from shared.http.service_app import service_router

router = service_router(404, tags=["诉求 petitions"])
STEP_LABELS = {
    "petition-registered": "登记",
    "petition-accepted": "受理",
    "petition-refused": "不予受理",
    "petition-recategorised": "更正分类与地点",
    "petition-dispatched": "派单",
    "order-signed-for": "签收",
    "order-returned": "退单",
    "unit-on-site": "到场",
    "petition-in-hand": "办理中",
    "petition-handed-over": "移交",
    "extension-granted": "准予延期",
    "handling-paused": "暂停计时",
    "handling-resumed": "恢复计时",
    "petition-resolved": "办结",
    "result-fed-back": "反馈",
    "appellant-called-back": "回访",
    "petition-rated": "评价",
    "redo-ordered": "重办",
    "petition-reopened": "重新受理",
    "petition-listed": "挂账",
    "petition-closed": "归档",
    "duplicate-linked": "并案",
}
"""The steps an appellant follows."""
LABELS = STEP_LABELS | {
    "assistance-returned": "协办退单",
    "extension-requested": "申请延期",
    "extension-refused": "不准延期",
    "comment-added": "补充说明",
    "file-attached": "添加附件",
    "repeat-marked": "标记重复来访",
    "petition-made-main": "列为主诉求",
    "need-published": "发布需求",
    "need-withdrawn": "撤回需求",
    "need-answered": "需求结果",
    "appellant-erased": "清除诉求人信息",
    "promise-warned": "预警",
    "yellow-card-given": "黄牌督办",
    "red-card-given": "红牌督办",
    "petition-escalated": "升级督办",
}
_metadata = msgspec.json.Decoder(Metadata).decode
_TOLD_ELSEWHERE = {
    *("petition_id", "at", "effective_date", "about", "about_before", "before"),
    *("contact", "text", "note", "tracking_digest", "appellant_id", "attachments", "attachment"),
}
"""Words, who appealed, and what every event says."""


class EntryShown(BaseModel):
    """One thing that happened."""

    version: int
    event_id: str
    type: str
    label: str = Field(description="事项名称")
    at: datetime = Field(description="发生时间(UTC)")
    effective_date: date
    recorded_at: datetime = Field(description="记录时间(UTC)")
    actor: str = Field(description="经办账号")
    has_words: bool = Field(description="有密封的说明或附件")
    told: dict[str, Any] = Field(description="事项内容;不含密封信息")


class HistoryShown(BaseModel):
    items: list[EntryShown]


class LineShown(BaseModel):
    """One event that touched the promise."""

    version: int
    at: datetime
    what: What = Field(description=labels(What))
    what_label: str
    why: str = Field(description="原因、延长的时间或督办步骤", examples=["等待诉求人"])
    due_at: datetime = Field(description="此时的到期时间")
    calendar_version: int = Field(description="计算到期时间所用工作日历的版本")


class PromiseShown(BaseModel):
    """A promise from its start to its end, by which rule and calendar it ran."""

    clock: str
    stage: Stage = Field(description=labels(Stage))
    stage_label: str
    rule: str
    value: int
    unit: Unit = Field(description=labels(Unit))
    rule_version: int
    calendar_version: int
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    stop: Stop | None = Field(description=labels(Stop))
    paused_seconds: float
    late_seconds: float
    lines: list[LineShown]


class PromisesShown(BaseModel):
    items: list[PromiseShown]


@router.get("/petitions/{petition_id}/history", summary="查看诉求的全部经过")
def history(petition_id: PetitionPath, looked: Looked) -> HistoryShown:
    """Read from the appeal's own log, so it is never behind."""
    allow_petition(looked, Permission.PETITION_READ, petition_id)
    entries = _reader(looked.office).history(petition_id)
    return HistoryShown(items=[_shown(entry) for entry in entries])


@router.get("/petitions/{petition_id}/promises", summary="说明各项承诺为何按时或超时")
def promises(petition_id: PetitionPath, looked: Looked) -> PromisesShown:
    """Start, pauses, steps of supervision and stop, event by event, with rule and calendar."""
    allow_petition(looked, Permission.PETITION_READ, petition_id)
    events = _reader(looked.office).events(petition_id)
    return PromisesShown(items=[_explained(explain(events, clock)) for clock in clocks(events)])


def _reader(office: Office) -> Reader:
    return Reader(office.petitions, office.words)


def _shown(entry: Entry) -> EntryShown:
    event, record = entry.event, entry.record
    told: dict[str, Any] = msgspec.to_builtins(event)
    words = any(told.get(name) for name in ("note", "attachment", "text"))
    return EntryShown(
        version=record.version,
        event_id=record.event_id,
        type=record.type,
        label=LABELS[record.type],
        at=event.at,
        effective_date=event.effective_date,
        recorded_at=record.recorded_at,
        actor=_metadata(record.metadata).actor,
        has_words=words,
        told={name: value for name, value in told.items() if name not in _TOLD_ELSEWHERE},
    )


def _explained(found: Explanation) -> PromiseShown:
    started, stopped = found.started, found.stopped
    same = ("clock", "stage", "rule", "value", "unit", "rule_version", "calendar_version")
    return PromiseShown(
        **{name: getattr(started, name) for name in same},
        stage_label=started.stage.label,
        started_at=started.started_at,
        due_at=found.lines[-1].due_at,
        stopped_at=stopped.stopped_at if stopped else None,
        stop=stopped.stop if stopped else None,
        paused_seconds=found.paused / timedelta(seconds=1),
        late_seconds=found.late_by / timedelta(seconds=1),
        lines=[_line(line) for line in found.lines],
    )


def _line(line: Line) -> LineShown:
    return LineShown(**asdict(line), what_label=line.what.label)
