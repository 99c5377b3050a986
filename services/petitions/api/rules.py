"""The rule table: every number a promise rests on, with its source and since when (规则表)."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from services.petitions.api.office import Asked, Looked
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.terms import Unit
from shared.access.permissions import Permission
from shared.http import rule_table
from shared.http.answers import Done
from shared.http.fields import labels
from shared.http.rule_table import OnDay, RulesShown
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["设定 settings"])
LARGEST = 2_000_000_000


class RuleShown(rule_table.RuleShown):
    unit: Unit = Field(description=labels(Unit))
    version: int


class RuleSetting(rule_table.RuleSetting):
    """From ``effective_date`` on the rule has another value; promises given before keep theirs."""

    value: Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    unit: Annotated[Unit | None, Field(description=f"不填则单位不变;{labels(Unit)}")] = None


@router.get("/rules", summary="查询规则表")
def rules(looked: Looked, on: OnDay = None) -> RulesShown[RuleShown]:
    """Which number holds on a day, and how each was set before."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    return rule_table.shown(RuleShown, looked.office.petitions.around().rules, on or looked.today)


@router.put("/rules/{name}", summary="设定规则的数值")
def set_rule(name: Annotated[str, Path(max_length=100)], body: RuleSetting, asked: Asked) -> Done:
    """Only for who is responsible for the whole tree: a rule binds everybody."""
    asked.reach.allow_everywhere(Permission.RULES_SET)
    stamp = asked.stamp(body.effective_date)
    command = SetRule(**stamp, name=name, value=body.value, unit=body.unit, source=body.source)
    return asked.carry_out(command)
