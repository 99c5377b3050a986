"""Rules with numbers are data with an effective date."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.commands import SetRule
from services.membership.domain.rules.decider import (
    RuleSetBackwards,
    RuleValueNotPositive,
    RuleWithoutSource,
    UnknownRule,
    decide,
    fold,
    initial,
)
from services.membership.domain.rules.events import RuleSet
from services.membership.domain.rules.names import RuleName
from tests.unit.membership.tree_scene import ASKED, TODAY, at

LONGER = SetRule(name="letter-days-inside", value=15, source=" 市委组织部〔2026〕5号 ", **ASKED)


def test_every_rule_has_a_delivered_value_with_unit_and_source() -> None:
    for name in RuleName:
        rule = initial.rule(name, TODAY)
        assert rule.value > 0
        assert rule.unit
        assert rule.source


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (RuleName.LETTER_DAYS_INSIDE, 10),
        (RuleName.LETTER_DAYS_OUTSIDE, 30),
        (RuleName.LETTER_DAYS_CAP, 90),
        (RuleName.SUSPENDED_MONTHS_TO_REMOVE, 24),
        (RuleName.BRANCH_MEMBERS_MAX, 50),
        (RuleName.TERM_YEARS_COMMUNITY, 5),
    ],
)
def test_the_delivered_numbers_are_those_of_the_field(name: RuleName, value: int) -> None:
    assert initial.value(name, TODAY) == value
    assert initial.value(name, date(1990, 1, 1)) == value


def test_a_rule_changes_from_its_day_on() -> None:
    events = decide(LONGER, initial)
    assert events == (RuleSet("letter-days-inside", 15, "day", "市委组织部〔2026〕5号", TODAY),)
    rules = fold(events)
    assert rules.value("letter-days-inside", TODAY - timedelta(days=1)) == 10
    assert rules.value("letter-days-inside", TODAY) == 15
    assert decide(LONGER, rules) == ()


def test_a_rule_may_be_announced_ahead() -> None:
    rules = fold(decide(at(LONGER, date(2027, 1, 1)), initial))
    assert rules.value("letter-days-inside", date(2026, 12, 31)) == 10
    assert rules.value("letter-days-inside", date(2027, 1, 1)) == 15


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"name": "letter-hours"}, UnknownRule, "name"),
        ({"value": 0}, RuleValueNotPositive, "value"),
        ({"source": " "}, RuleWithoutSource, "source"),
        ({"effective_date": date(2018, 1, 1)}, RuleSetBackwards, "effective_date"),
    ],
)
def test_a_setting_that_breaks_a_rule_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    particulars: dict[str, Any] = {
        "name": LONGER.name,
        "value": 15,
        "source": "文件",
        **ASKED,
        **given,
    }
    with pytest.raises(rejection) as refused:
        decide(SetRule(**particulars), initial)
    assert refused.value.field == field


def test_asking_for_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownRule):
        initial.value("letter-hours", TODAY)
