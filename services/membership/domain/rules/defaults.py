"""The rule table as the platform is delivered; a city changes it by `SetRule`, without a release."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.rules.names import RuleName as R


@dataclass(frozen=True, slots=True)
class Rule:
    """One number in force from ``effective_from`` until the next entry of the same name."""

    name: str
    value: int
    unit: str
    effective_from: date
    source: str


_EDUCATION = "中国共产党党员教育管理工作条例 (2019)"
_BRANCH = "中国共产党支部工作条例(试行) (2018)"
_TERM = "关于党的基层组织任期的意见 (2018)"
_CONSTITUTION = "中国共产党章程 (2022)"
_LETTERS = "中国共产党组织关系介绍信 (各地有效期不同)"
_SEED = "种子区社区党建工作办法"

_EDUCATION_FROM = date(2019, 5, 6)
_BRANCH_FROM = date(2018, 10, 28)
_TERM_FROM = date(2018, 7, 19)
_CONSTITUTION_FROM = date(2022, 10, 22)

DEFAULTS: tuple[Rule, ...] = (
    Rule(R.LETTER_DAYS_INSIDE, 10, "day", _EDUCATION_FROM, _LETTERS),
    Rule(R.LETTER_DAYS_OUTSIDE, 30, "day", _EDUCATION_FROM, _LETTERS),
    Rule(R.LETTER_DAYS_CAP, 90, "day", _EDUCATION_FROM, _LETTERS),
    Rule(R.AWAY_MONTHS_TO_TRANSFER, 6, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 25"),
    Rule(R.LOST_CONTACT_MONTHS_TO_SUSPEND, 6, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 24"),
    Rule(R.SUSPENDED_MONTHS_TO_REMOVE, 24, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 24"),
    Rule(R.NO_PARTICIPATION_MONTHS_TO_REMOVE, 6, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 31"),
    Rule(R.RECTIFICATION_MONTHS, 12, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 30"),
    Rule(R.AWAY_MONTHS_TO_FLOAT, 6, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 27"),
    Rule(R.FLOATING_CONTACT_MONTHS, 6, "month", _EDUCATION_FROM, f"{_EDUCATION} art. 27"),
    Rule(R.PROBATION_MONTHS, 12, "month", _CONSTITUTION_FROM, f"{_CONSTITUTION} art. 7"),
    Rule(R.PROBATION_EXTENSION_MONTHS, 12, "month", _CONSTITUTION_FROM, f"{_CONSTITUTION} art. 7"),
    Rule(R.JOINING_AGE, 18, "year", _CONSTITUTION_FROM, f"{_CONSTITUTION} art. 1"),
    Rule(R.BRANCH_FULL_MEMBERS_MIN, 3, "member", _BRANCH_FROM, f"{_BRANCH} art. 4"),
    Rule(R.BRANCH_MEMBERS_MAX, 50, "member", _BRANCH_FROM, f"{_BRANCH} art. 4"),
    Rule(R.BRANCH_COMMITTEE_FULL_MEMBERS, 7, "member", _BRANCH_FROM, f"{_BRANCH} art. 19"),
    Rule(R.GENERAL_BRANCH_MEMBERS, 50, "member", _BRANCH_FROM, _SEED),
    Rule(R.COMMITTEE_MEMBERS, 100, "member", _BRANCH_FROM, _SEED),
    Rule(R.DEPUTY_SECRETARY_MEMBERS, 100, "member", _BRANCH_FROM, _SEED),
    Rule(R.COMMITTEE_SEATS, 5, "seat", _BRANCH_FROM, _SEED),
    Rule(R.JOINT_BRANCH_UNITS_MAX, 5, "unit", _BRANCH_FROM, f"{_BRANCH} art. 5"),
    Rule(R.TERM_YEARS_COMMUNITY, 5, "year", _TERM_FROM, _TERM),
    Rule(R.TERM_YEARS_OTHER, 3, "year", _TERM_FROM, _TERM),
)
