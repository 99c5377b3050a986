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


class UnitClass(Labelled):
    """What a resident unit is (驻区单位); the last two are the new organisations (两新组织)."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "国有企业"
    NEW_ECONOMIC = "new_economic", "新经济组织"
    NEW_SOCIAL = "new_social", "新社会组织"


class DivisionLevel(Labelled):
    """Levels of the administrative divisions inside a city."""

    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道(乡镇)"
    COMMUNITY = "community", "社区(村)"


class ShareKind(Labelled):
    """What is shared, and promised in an agreement; amounts are whole numbers of `measure`."""

    VENUE = "venue", "场地"
    FUND = "fund", "资金"
    SKILL = "skill", "人才"
    EQUIPMENT = "equipment", "物资"

    @property
    def measure(self) -> str:
        """The unit its amounts are counted in."""
        return _MEASURES[self]


_MEASURES = {
    ShareKind.VENUE: "minute",
    ShareKind.FUND: "fen",
    ShareKind.SKILL: "person",
    ShareKind.EQUIPMENT: "piece",
}
