"""Who handles appeals, what they are about, and by which numbers and days promises run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitEnteredV1:
    """A unit can be given work orders.

    Attributes:
        unit_id: its id, for ever; the office of a division has the division's code.
        level: at which level the unit works: `city`, `district`, `street` or `community`.
        division_code: the division it works in.
        superior_id: to whom an overdue order of it climbs; null for nobody.
    """

    unit_id: str
    name: str
    level: str
    division_code: str
    superior_id: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitChangedV1:
    """A unit has another name or another superior."""

    unit_id: str
    name: str
    superior_id: str | None
    name_before: str
    superior_id_before: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitClosedV1:
    """A unit takes no more work orders; for what it has in hand it still answers."""

    unit_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CategorySetV1:
    """From `effective_date` on (which may lie ahead) a category is called and handled so.

    Attributes:
        parent_id: the category above; null at the top.
        mode: how fast it is handled; null takes it from the category above.
        urgency: how fast it is dispatched: `life_and_property`, `utilities` or `other`; null likewise.
        source: the document it rests on.
    """

    category_id: str
    name: str
    parent_id: str | None
    mode: str | None
    urgency: str | None
    source: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CategoryRetiredV1:
    """No new appeal is registered in the category, or below it."""

    category_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class RuleSetV1:
    """From `effective_date` on (which may lie ahead) the rule has this value.

    Attributes:
        name: the rule's stable name, for example `handle-normal`.
        value: the number, in `unit`.
        source: the document it rests on.
        version: the entry's number among those of the name, from 1.
    """

    name: str
    value: int
    unit: str
    source: str
    version: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class CalendarYearSetV1:
    """The days of a year that differ from Monday-to-Friday.

    Attributes:
        holidays: days off that would otherwise be worked.
        make_up_days: Saturdays and Sundays worked in exchange (调休).
        version: counts the settings of the whole calendar, from 1.
        source: the notice they rest on.
    """

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    version: int
    source: str
    effective_date: date


DELIVERED_CATEGORIES: Mapping[str, str] = {
    "safety": "公共安全",
    "fire-hazard": "消防隐患",
    "falling-objects": "高空坠物",
    "building-danger": "房屋险情",
    "utilities": "水电气热",
    "water": "供水",
    "power": "供电",
    "gas": "燃气",
    "heating": "供热",
    "neighbourhood": "邻里与社区",
    "noise": "噪音扰民",
    "dispute": "邻里纠纷",
    "elderly-help": "助老助残",
    "lost-and-found": "寻人寻物",
    "environment": "环境卫生",
    "garbage": "垃圾清运",
    "sewage": "污水外溢",
    "greening": "园林绿化",
    "housing": "住房与物业",
    "property-management": "物业服务",
    "lift": "电梯",
    "illegal-building": "违法建设",
    "old-housing": "老旧小区改造",
    "traffic": "交通出行",
    "parking": "停车",
    "road": "道路设施",
    "bus": "公共交通",
    "social": "民生保障",
    "social-security": "社会保险",
    "assistance": "社会救助",
    "education": "教育",
    "health": "医疗卫生",
    "employment": "就业",
    "party": "党建与服务",
    "party-service": "党员服务",
    "volunteering": "志愿服务",
    "conduct": "作风问题",
    "other": "其他",
}
"""What the categories are called with which every city begins, by id; `CategorySetV1` tells what it changes."""


SettingMessage = (
    UnitEnteredV1
    | UnitChangedV1
    | UnitClosedV1
    | CategorySetV1
    | CategoryRetiredV1
    | RuleSetV1
    | CalendarYearSetV1
)
MESSAGES: dict[str, type[SettingMessage]] = {
    "petitions.unit-entered.v1": UnitEnteredV1,
    "petitions.unit-changed.v1": UnitChangedV1,
    "petitions.unit-closed.v1": UnitClosedV1,
    "petitions.category-set.v1": CategorySetV1,
    "petitions.category-retired.v1": CategoryRetiredV1,
    "petitions.rule-set.v1": RuleSetV1,
    "petitions.calendar-year-set.v1": CalendarYearSetV1,
}
