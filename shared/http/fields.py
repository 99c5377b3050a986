"""The fields requests share: their shape, their limits, and what they mean.

Days lie between 1900 and 2200 and numbers below a thousand million, so that no rule that adds
months or years to one can leave the calendar.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Protocol

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.access.principal import ORGANISATION_ID

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
GRANTABLE = f"^{ORGANISATION_ID}$"
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
    str, Field(pattern=GRANTABLE, description="党组织编码", examples=["430111001"])
]
DivisionCode = Annotated[str, Field(pattern=_CODE, description="区划代码", examples=["430111001"])]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Cause = Annotated[str, Field(max_length=500, description="原因说明")]

OrganisationPath = Annotated[str, Path(pattern=GRANTABLE, description="党组织编码")]
Within = Annotated[
    str | None, Query(pattern=GRANTABLE, description="只看该党组织及其下级;不填则为有权查看的全部")
]


class Body(BaseModel):
    """A request's body; a field it does not know is refused, for it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid")


class Dated(Body):
    """A command's body."""

    effective_date: Annotated[
        Day | None, Field(description="生效日期;不填为今天(城市所在时区)")
    ] = None


class Labelled(Protocol):
    """A word of a closed list, and what people call it."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...


def labels(words: Iterable[Labelled]) -> str:
    """What each word of a closed list is called, for the OpenAPI page."""
    return ";".join(f"{word.value}={word.label}" for word in words)


def refused_by(rule: str, reason: str) -> PydanticCustomError:
    """A refusal that names its rule to programs and its reason to people."""
    return PydanticCustomError(rule, "{reason}", {"reason": reason})
