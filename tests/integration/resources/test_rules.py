"""The rule table: which number holds on a day, and how each was set before."""

from datetime import timedelta

from tests.support.running_resources import Town, made
from tests.support.running_service import problem_of

RULE = "rating-max"
SOURCE = "区办〔2026〕7号"


def test_a_rule_has_another_value_from_its_day_on_and_its_history_tells_both(yuhua: Town) -> None:
    tomorrow = str(yuhua.running.clock.today + timedelta(days=1))
    setting = {"value": 10, "source": SOURCE, "effective_date": tomorrow}

    made(yuhua.city.put(f"/rules/{RULE}", setting))

    assert (value(yuhua), value(yuhua, on=tomorrow)) == (5, 10)
    history = yuhua.street.get("/rules").json()["history"]
    told = [(each["value"], each["source"]) for each in history if each["name"] == RULE]
    assert [told[0][0], told[1]] == [5, (10, SOURCE)]
    assert len({each["name"] for each in history}) == len(
        yuhua.street.get("/rules").json()["rules"]
    )


def test_bad_numbers_and_those_who_may_not_are_refused(yuhua: Town) -> None:
    body = {"value": 4, "source": SOURCE}

    assert problem_of(yuhua.city.put("/rules/no-such", body))[1] == "unknown-rule"
    refused = [yuhua.city.put(f"/rules/{RULE}", {**body, "value": bad}) for bad in (0, 100_001)]
    assert [each.status_code for each in refused] == [422, 422]
    assert problem_of(yuhua.street.put(f"/rules/{RULE}", body))[0] == 403


def value(yuhua: Town, **on: str) -> int:
    table = yuhua.street.get("/rules", **on).json()["rules"]
    return next(int(rule["value"]) for rule in table if rule["name"] == RULE)
