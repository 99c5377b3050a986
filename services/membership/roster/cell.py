"""What a cell can hold before anybody asks what it means."""

from datetime import date
from enum import Enum
from typing import Final


class Oddity(Enum):
    """A cell that is no value at all: its rule and what to do."""

    FORMULA = "formula", "单元格含公式,请复制后“选择性粘贴-数值”再导入"
    ERROR = "error-value", "单元格是错误值(如 #N/A),请改填实际内容"
    PARTIAL_DATE = "date-partial", "日期单元格未显示年、月、日,可能是软件自动补全,请填写完整日期"
    BAD_DATE = "date-nonexistent", "日期单元格超出可表示的范围,请填写真实日期"

    def __init__(self, rule: str, reason: str) -> None:
        self.rule: Final = rule
        self.reason: Final = reason


Cell = str | float | bool | date | Oddity | None
"""Text, number, truth, real date, an oddity, or nothing."""


class CellRefused(ValueError):
    """A cell breaks ``rule``; ``reason`` is for the officer. Never carries the value."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.reason = reason
