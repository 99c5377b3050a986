"""The rule table: every number a promise rests on, with its source and since when (规则表)."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, Field

from services.petitions.api.office import Asked, Looked
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.rules.defaults import Rule
from services.petitions.domain.terms import Unit
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Dated, Day, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["设定 settings"])
LARGEST = 2_000_000_000


class RuleShown(BaseModel):
    """One number in force from ``effective_from`` until the rule's next entry."""

    name: str
    value: int
    unit: Unit = Field(description=labels(Unit))
    effective_from: date
    source: str = Field(description="文件依据")
    version: int


class RulesShown(BaseModel):
    on: date
    rules: list[RuleShown]
    history: list[RuleShown] = Field(description="各规则历次设定")


class RuleSetting(Dated):
    """From ``effective_date`` on the rule has another value; promises given before keep theirs."""

    value: Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    unit: Annotated[Unit | None, Field(description=f"不填则单位不变;{labels(Unit)}")] = None
    source: Annotated[str, Field(max_length=200, description="文件依据")]


@router.get("/rules", summary="查询规则表")
def rules(
    looked: Looked,
    on: Annotated[Day | None, Query(description="哪一天适用的数值;不填为今天")] = None,
) -> RulesShown:
    """Which number holds on a day."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    table, day = looked.office.petitions.around().rules, on or looked.today
    return RulesShown(
        on=day,
        rules=[_shown(table.rule(name, day)) for name in sorted(table.entries)],
        history=[_shown(entry) for name in sorted(table.entries) for entry in table.entries[name]],
    )


@router.put("/rules/{name}", summary="设定规则的数值")
def set_rule(name: Annotated[str, Path(max_length=100)], body: RuleSetting, asked: Asked) -> Done:
    """Only for who is responsible for the whole tree: a rule binds everybody."""
    asked.reach.allow_everywhere(Permission.RULES_SET)
    stamp = asked.stamp(body.effective_date)
    command = SetRule(**stamp, name=name, value=body.value, unit=body.unit, source=body.source)
    return asked.carry_out(command)


def _shown(rule: Rule) -> RuleShown:
    return RuleShown(**{name: getattr(rule, name) for name in RuleShown.model_fields})
