"""The fields that only this service's requests have; those all share are `shared.http.fields`."""

from typing import Annotated, Any

from fastapi import Path
from pydantic import BeforeValidator, Field

from services.membership.roster import column_rules
from services.membership.roster.cell import CellRefused
from shared.http.fields import refused_by

MemberId = Annotated[str, Field(min_length=1, max_length=64, description="党员编号")]
MemberPath = Annotated[str, Path(min_length=1, max_length=64, description="党员编号")]
TransferPath = Annotated[str, Path(min_length=1, max_length=64, description="转接编号")]


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
