"""Every figure of the roster: its name, its label, its unit, and which events it is added up from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from services.reporting.conferences import rows
from services.reporting.conferences.selecting import Selection


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        rows: the events behind it; their ``change`` adds up to it.
        by_conference: whether it can be asked of one conference; else of a place and a unit.
    """

    name: str
    label: str
    unit: str
    rows: Callable[[Selection], Select[Any]]
    by_conference: bool = False


_ALL = (
    Figure("resident_units", "驻区单位", "家", rows.resident_units),
    Figure("conferences", "党建联席会", "个", rows.conferences_there, by_conference=True),
    Figure("memberships", "成员单位", "家次", rows.memberships, by_conference=True),
    Figure("seats", "席位", "个", rows.seats, by_conference=True),
    Figure("chairs", "本期轮值会长", "家", rows.chairs_now, by_conference=True),
    Figure("chairs_next", "下期轮值会长", "家", rows.chairs_next, by_conference=True),
    Figure("liaisons", "联络员", "名", rows.liaisons_named),
    Figure(
        "agreements_in_force", "生效共建协议", "份", rows.agreements_in_force, by_conference=True
    ),
    Figure("hall_loans", "出借场地", "次", rows.uses_of("venue")),
    Figure("hall_minutes", "出借场地时长", "分钟", rows.minutes_of("venue")),
    Figure("skill_loans", "支援人才", "次", rows.uses_of("skill")),
    Figure("equipment_loans", "出借物资", "次", rows.uses_of("equipment")),
    Figure("funds_fen", "支持资金", "分", rows.money_given),
)
FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _ALL}
