"""The words of the field: what each value means, and the Chinese label people see."""

from enum import StrEnum
from typing import Annotated, Self

FreeText = Annotated[str, "free text"]
"""Words kept in clear, so they say of nobody who he is: the shell looks through them at the door."""
PublicName = Annotated[str, "public name"]
"""The same of what a body or a place is called that everybody may know; it may be an address."""


class Labelled(StrEnum):
    """A stored word and the label (`label`) people see for it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Channel(Labelled):
    """How an appeal reached us (domain rule 1)."""

    DESK = "desk", "民情接待室"
    MAILBOX = "mailbox", "民声信箱"
    HOTLINE = "hotline", "民声热线"
    WEB = "web", "网络"
    OPEN311 = "open311", "第三方应用"
    """By an app whose users know that anybody may look up how their request stands."""


class Kind(Labelled):
    """What an appeal asks for."""

    INQUIRY = "inquiry", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    SUGGESTION = "suggestion", "建议"
    THANKS = "thanks", "感谢"

    @property
    def accuses(self) -> bool:
        """Whether somebody is complained about, who must not learn by whom."""
        return self in (Kind.COMPLAINT, Kind.REPORT)


class Mode(Labelled):
    """How fast an appeal is handled (domain rule 2); the first is the community's own promise."""

    IMMEDIATE = "immediate", "即办"
    URGENT = "urgent", "紧急"
    EXPRESS = "express", "限时"
    NORMAL = "normal", "一般"
    COMPLEX = "complex", "疑难"


class Urgency(Labelled):
    """How fast an appeal is dispatched (domain rule 2)."""

    LIFE_AND_PROPERTY = "life_and_property", "危及生命财产"
    UTILITIES = "utilities", "水电气热"
    OTHER = "other", "其他"


class Level(Labelled):
    """Levels at which a unit works, and of the divisions appeals come from."""

    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道(乡镇)"
    COMMUNITY = "community", "社区(村)"


class Unit(Labelled):
    """In what a rule's number is counted."""

    MINUTE = "minute", "分钟"
    HOUR = "hour", "小时"
    DAY = "day", "天"
    WORKING_DAY = "working_day", "工作日"
    PERCENT = "percent", "%"
    CHARACTER = "character", "字"
    FILE = "file", "个文件"
    BYTE = "byte", "字节"
