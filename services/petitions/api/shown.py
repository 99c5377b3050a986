"""An appeal as people see it: what it is about and how it stands; nobody's words or name."""

from datetime import datetime

from pydantic import BaseModel, Field

from services.petitions.domain.petition.causes import Outcome
from services.petitions.domain.petition.words import (
    Answer,
    Card,
    Kept,
    Priority,
    Satisfaction,
    Status,
)
from services.petitions.domain.terms import Channel, Kind, Mode
from services.petitions.projections.appeals.queries import AppealRow
from shared.http.fields import labels


class AppealShown(BaseModel):
    """One appeal."""

    petition_id: str
    channel: Channel = Field(description=labels(Channel))
    kind: Kind = Field(description=labels(Kind))
    category_path: str = Field(description="分类编号,自上而下")
    place_path: str = Field(description="区划代码,自上而下")
    mode: Mode = Field(description=labels(Mode))
    registered_at: datetime = Field(description="登记时间(UTC)")
    status: Status = Field(description=labels(Status))
    status_label: str
    is_open: bool = Field(description="尚未办结")
    unit_id: str = Field(description="当前负责单位")
    unit_path: str
    assisting: list[str] = Field(description="协办单位")
    handler: str = Field(description="经办账号")
    response: Kept = Field(description=f"响应:{labels(Kept)}")
    handling: Kept = Field(description=f"办理:{labels(Kept)}")
    resolved: Answer = Field(description=labels(Answer))
    satisfaction: Satisfaction = Field(description=labels(Satisfaction))
    card: Card = Field(description=labels(Card))
    level: int = Field(description="升级次数")
    priority: Priority = Field(description=labels(Priority))
    confidential: bool = Field(description="诉求人要求保密")
    anonymous: bool = Field(description="未留联系方式")
    main_id: str = Field(description="并入的主诉求;空为未并案")
    due_at: datetime | None = Field(description="当前环节到期时间")
    paused: bool = Field(description="办理计时暂停中")
    extension_asked: bool = Field(description="有待批的延期申请")
    outcome: Outcome | None = Field(description=labels(Outcome))
    reopen_until: datetime | None
    erased: bool = Field(description="诉求人信息已清除")
    changed_at: datetime
    version: int


class AppealsShown(BaseModel):
    items: list[AppealShown]
    following: str | None = Field(description="下一页的 after;空表示已到末页")
    total: int | None = Field(None, description="符合条件的总数;要求 count 时给出")


def shown(row: AppealRow) -> AppealShown:
    """The row, but for what only the service itself needs."""
    values = row._asdict()
    same = {name: values[name] for name in AppealShown.model_fields if name in values}
    return AppealShown(**same, status_label=row.status.label)
