"""What every command answers."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class Happened(BaseModel):
    """One thing that happened."""

    type: str = Field(description="事件类型", examples=["organisation-renamed"])
    effective_date: date = Field(description="生效日期")


class Done(BaseModel):
    """What a command did to what it acts upon."""

    stream: str = Field(description="事项所在的事件流", examples=["organisation-tree"])
    version: int = Field(description="该事件流现在的版本,同 ETag")
    events: list[Happened] = Field(description="本次发生的事项;空表示原本如此,没有变化")
    changed: bool = Field(description="是否有变化")
    repeated: bool = Field(description="同一 Idempotency-Key 已办理过,这是第一次的答复")


UNCHANGED: dict[int | str, dict[str, Any]] = {
    200: {"model": Done, "description": "原本如此,没有变化"}
}
"""``responses=`` of an operation that answers 201 when it brought something into being."""
