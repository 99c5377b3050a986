"""The fields requests share: their shape, their limits, and what they mean.

Days lie between 1900 and 2200 and numbers below a thousand million, so that no rule that adds
months or years to one can leave the calendar.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.membership.domain.terms import Labelled
from services.membership.roster import column_rules
from services.membership.roster.cell import CellRefused

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_ID = r"^[0-9a-z][0-9a-z-]{0,35}$"
_CODE = r"^[0-9]{4,12}$"


def _no_number(value: object) -> object:
    """A number would be taken for seconds since 1970."""
    if isinstance(value, int | float | bool) or (isinstance(value, str) and value.isdigit()):
        raise refused_by("date-text", "give the day as 2026-03-01")
    return value


def _in_bounds(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise refused_by("date-bounds", "the day must lie between 1900 and 2200")
    return day


Day = Annotated[date, BeforeValidator(_no_number), AfterValidator(_in_bounds)]
OrganisationId = Annotated[
    str, Field(pattern=_ID, description="党组织编码", examples=["430111001"])
]
DivisionCode = Annotated[str, Field(pattern=_CODE, description="区划代码", examples=["430111001"])]
MemberId = Annotated[str, Field(min_length=1, max_length=64, description="党员编号")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Cause = Annotated[str, Field(max_length=500, description="原因说明")]

OrganisationPath = Annotated[str, Path(pattern=_ID, description="党组织编码")]
MemberPath = Annotated[str, Path(min_length=1, max_length=64, description="党员编号")]
TransferPath = Annotated[str, Path(min_length=1, max_length=64, description="转接编号")]
Within = Annotated[
    str | None, Query(pattern=_ID, description="只看该党组织及其下级;不填则为有权查看的全部")
]


class Body(BaseModel):
    """A request's body; a field it does not know is refused, for it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid")


class Dated(Body):
    """A command's body."""

    effective_date: Annotated[
        Day | None, Field(description="生效日期;不填为今天(城市所在时区)")
    ] = None


def labels(words: type[Labelled]) -> str:
    """What each word of a closed list is called, for the OpenAPI page."""
    return ";".join(f"{word.value}={word.label}" for word in words)


def refused_by(rule: str, reason: str) -> PydanticCustomError:
    """A refusal that names its rule to programs and its reason to people."""
    return PydanticCustomError(rule, "{reason}", {"reason": reason})


def read_by(rule: Any) -> BeforeValidator:
    """A field that keeps the same rule here as in the roster's column."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            read_value = rule(value.strip())
        except CellRefused as refused:
            raise refused_by(refused.rule, refused.reason) from None
        return read_value if isinstance(read_value, str) else value.strip()

    return BeforeValidator(read)


PersonName = Annotated[
    str, read_by(column_rules.name), Field(min_length=1, max_length=50, description="姓名")
]
IdentityNumber = Annotated[
    str,
    read_by(lambda text: column_rules.identity_number(text).number),
    Field(min_length=18, max_length=18, description="公民身份号码(GB 11643)"),
]
Phone = Annotated[
    str, read_by(lambda text: column_rules.phone(text) if text else ""), Field(description="电话")
]
Address = Annotated[
    str, read_by(column_rules.address), Field(max_length=200, description="家庭住址")
]
Ethnicity = Annotated[
    str,
    read_by(lambda text: column_rules.ethnicity(text) if text else ""),
    Field(description="民族"),
]
