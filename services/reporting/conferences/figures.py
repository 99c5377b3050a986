"""Every figure of the roster: its name, its label, its unit, and which events it is added up from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from services.reporting.conferences import selecting as s


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
    rows: Callable[[s.Selection], Select[Any]]
    by_conference: bool = False


_ALL = (
    Figure("resident_units", "驻区单位", "家", s.resident_units),
    Figure("conferences", "党建联席会", "个", s.conferences_there, by_conference=True),
    Figure("memberships", "成员单位", "家次", s.memberships, by_conference=True),
    Figure("seats", "席位", "个", s.seats, by_conference=True),
    Figure("chairs", "本期轮值会长", "家", s.chairs_now, by_conference=True),
    Figure("chairs_next", "下期轮值会长", "家", s.chairs_next, by_conference=True),
    Figure("liaisons", "联络员", "名", s.liaisons_named),
    Figure("agreements_in_force", "生效共建协议", "份", s.agreements_in_force, by_conference=True),
    Figure("hall_loans", "出借场地", "次", s.uses_of("venue")),
    Figure("hall_minutes", "出借场地时长", "分钟", s.minutes_of("venue")),
    Figure("skill_loans", "支援人才", "次", s.uses_of("skill")),
    Figure("equipment_loans", "出借物资", "次", s.uses_of("equipment")),
    Figure("funds_fen", "支持资金", "分", s.money_given),
)
FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _ALL}
