"""The rule table: every number a rule has, with its source and since when (规则表)."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, Field

from services.resources.api.office import Asked, Looked
from services.resources.domain.rules.commands import SetRule
from services.resources.domain.rules.decider import Rules
from services.resources.domain.streams import RULES
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Dated, Day
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["规则 rules"])
LARGEST = 100_000


class RuleShown(BaseModel):
    """One number in force from ``effective_from`` until the rule's next entry."""

    name: str
    value: int
    unit: str
    effective_from: date
    source: str = Field(description="文件依据")


class RulesShown(BaseModel):
    on: date
    rules: list[RuleShown]


class RuleSetting(Dated):
    """From ``effective_date`` on the rule has another value; the day may lie ahead."""

    value: Annotated[int, Field(ge=1, le=LARGEST)]
    source: Annotated[str, Field(max_length=200, description="文件依据")]


@router.get("/rules", summary="查询规则表")
def rules(
    looked: Looked,
    on: Annotated[Day | None, Query(description="哪一天适用的数值;不填为今天")] = None,
) -> RulesShown:
    """Which number holds on a day."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    table: Rules = looked.office.resources.state(RULES)
    day = on or looked.today
    found = [table.rule(name, day) for name in sorted(table.entries)]
    shown = [RuleShown.model_validate(rule, from_attributes=True) for rule in found]
    return RulesShown(on=day, rules=shown)


@router.put("/rules/{name}", summary="设定规则的数值")
def set_rule(name: Annotated[str, Path(max_length=100)], body: RuleSetting, asked: Asked) -> Done:
    """Only for who is responsible for the whole tree: a rule binds everybody."""
    asked.reach.allow_everywhere(Permission.RULES_SET)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(SetRule(**stamp, name=name, value=body.value, source=body.source))
