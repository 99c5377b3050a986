"""A service's rule table over HTTP: every number a rule has, with its source and since when (规则表)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, Protocol, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from shared.http.fields import Dated, Day


class Table(Protocol):
    """The rule table of a domain."""

    @property
    def entries(self) -> Mapping[str, Sequence[Any]]:
        """Each rule's entries, oldest first."""

    def rule(self, name: str, on: date) -> Any:
        """The entry that holds on the day."""


class RuleShown(BaseModel):
    """One number in force from ``effective_from`` until the rule's next entry."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    value: int
    unit: str = Field(
        description="单位,如 minute 分钟, day 天, month 月, member 人, percent 百分比"
    )
    effective_from: date
    source: str = Field(description="文件依据")


R = TypeVar("R", bound=RuleShown)


class RulesShown(BaseModel, Generic[R]):
    on: date
    rules: list[R]
    history: list[R] = Field(description="各规则历次设定")


class RuleSetting(Dated):
    """From ``effective_date`` on the rule has another value; the day may lie ahead.

    How large it may be is each service's to say.
    """

    value: int
    source: Annotated[str, Field(max_length=200, description="文件依据")]


OnDay = Annotated[Day | None, Query(description="哪一天适用的数值;不填为今天")]


def shown(kind: type[R], table: Table, day: date) -> RulesShown[R]:
    """Which numbers hold on the day, and every entry there ever was."""
    names = sorted(table.entries)
    return RulesShown(
        on=day,
        rules=[kind.model_validate(table.rule(name, day)) for name in names],
        history=[kind.model_validate(each) for name in names for each in table.entries[name]],
    )
