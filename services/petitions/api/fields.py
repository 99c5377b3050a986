"""The fields that only this service's requests have; those all share are `shared.http.fields`."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from shared.http.fields import EARLIEST, GRANTABLE, LATEST, Body, refused_by

_ID = r"^[0-9a-z][0-9a-z-]{0,63}$"
_CODE = r"^[0-9]{4,12}$"

PetitionId = Annotated[str, Field(pattern=_ID, description="诉求编号")]
PetitionPath = Annotated[str, Path(pattern=_ID, description="诉求编号")]
UnitId = Annotated[
    str, Field(pattern=_ID, description="单位编号;区划办公室为区划代码", examples=["430111001"])
]
EnteredUnitId = Annotated[
    str, Field(pattern=GRANTABLE, description="单位编号,不超过 36 个字符;区划办公室为区划代码")
]
"""Of a new unit: `UnitId` names also those entered before, under ids of up to 64 characters."""
UnitPath = Annotated[str, Path(pattern=_ID, description="单位编号")]
PlaceCode = Annotated[
    str, Field(pattern=_CODE, description="诉求所在区划代码", examples=["430111001001"])
]
CategoryId = Annotated[str, Field(pattern=_ID, description="诉求分类编号", examples=["noise"])]
Text = Annotated[str, Field(max_length=100_000, description="诉求内容")]
Words = Annotated[str, Field(max_length=100_000, description="说明;密封保存")]


def _no_number(value: object) -> object:
    """A number would be taken for seconds since 1970."""
    if isinstance(value, int | float):
        raise refused_by("instant-text", "give the instant as 2026-03-01T09:00:00+08:00")
    return value


def _in_bounds(instant: datetime) -> datetime:
    if not EARLIEST.year < instant.year < LATEST.year:
        raise refused_by("instant-bounds", "the instant must lie between 1901 and 2199")
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(_in_bounds)]


class Step(Body):
    """A step of an appeal."""

    at: Annotated[Instant | None, Field(description="发生时间(带时区);不填为现在,不早于上一步")] = (
        None
    )


class UnitStep(Step):
    """A step that is taken in the name of a unit."""

    by: Annotated[
        UnitId | None, Field(description="以哪个单位的名义办理;不填为您的授权所在单位")
    ] = None
