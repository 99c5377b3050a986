"""The rule table: every number a rule has, with its source and since when (规则表)."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from services.membership.api.office import Asked, Looked
from services.membership.domain.rules.commands import SetRule
from shared.access.permissions import Permission
from shared.http import rule_table
from shared.http.answers import Done
from shared.http.rule_table import OnDay, RuleShown, RulesShown
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["规则 rules"])
LARGEST = 1_000
"""Days, months, years or people: more than any rule means, and little enough to be counted with."""


class RuleSetting(rule_table.RuleSetting):
    value: Annotated[int, Field(ge=1, le=LARGEST)]


@router.get("/rules", summary="查询规则表")
def rules(looked: Looked, on: OnDay = None) -> RulesShown[RuleShown]:
    """Which number holds on a day, and how each was set before."""
    looked.reach.allow_somewhere(Permission.RULES_READ)
    return rule_table.shown(RuleShown, looked.office.membership.rules(), on or looked.today)


@router.put("/rules/{name}", summary="设定规则的数值")
def set_rule(name: Annotated[str, Path(max_length=100)], body: RuleSetting, asked: Asked) -> Done:
    """Only for who is responsible for the whole tree: a rule binds everybody."""
    asked.reach.allow_everywhere(Permission.RULES_SET)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(SetRule(**stamp, name=name, value=body.value, source=body.source))
