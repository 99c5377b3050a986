"""What reading a roster yields: typed rows, and cells that break a rule."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterValues:
    """One member as the roster tells of him; birth date and gender follow from the number.

    Personal data in clear: for the importer only, never logged.
    """

    name: str
    identity_number: str
    organisation_id: str
    gender: Gender
    birth_date: date
    ethnicity: str | None
    education: Education
    standing: Standing
    member_class: MemberClass
    join_date: date
    full_date: date | None
    phone: str | None
    address: str | None
    posts: tuple[Post, ...]

    def __repr__(self) -> str:
        """Nothing of the person: a representation ends up in logs and tracebacks."""
        return "RosterValues(…)"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row that breaks no rule of form; ``row_number`` counts from 1 as the officer sees it."""

    sheet: str
    row_number: int
    values: RosterValues


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that keeps its row from being imported.

    Attributes:
        sheet: 工作表; empty for CSV.
        row: 行号, from 1 as the officer sees it.
        column: 列, the header of the column.
        value: 值 as read; personal data, only for the importer's own result file.
        reason: 原因 in Chinese, saying what to do next.
        rule: 规则, the stable kebab-case name of the rule.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    rule: str

    def __repr__(self) -> str:
        """Without the value: it is personal data."""
        return f"BadCell({self.sheet!r}, {self.row}, {self.column!r}, rule={self.rule!r})"
