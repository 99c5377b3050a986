"""Rules and calendar: data with effective dates and sources. And each reading of sealed data."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.petitions.domain.calendar import decider as calendar
from services.petitions.domain.calendar.commands import SetCalendarYear
from services.petitions.domain.command import EffectiveDateBeforeLast
from services.petitions.domain.disclosure import decider as disclosure
from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.rules.names import RuleName, units_of
from services.petitions.domain.terms import Unit
from tests.unit.petitions.petition_scene import (
    ASKED,
    TODAY,
)

SOURCE: dict[str, Any] = {"source": "市政府〔2026〕1号"}


def set_rule(**given: Any) -> SetRule:
    asked: dict[str, Any] = {"name": "handle-normal", "value": 5, **SOURCE, **ASKED, **given}
    return SetRule(**asked)


def test_every_rule_has_a_delivered_value_with_unit_and_source() -> None:
    for name in RuleName:
        rule = rules.initial.rule(name, TODAY)
        assert rule.value > 0
        assert rule.unit in units_of(name)
        assert rule.source


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        (RuleName.ON_SITE, 10, Unit.MINUTE),
        (RuleName.HANDLE_IMMEDIATE, 30, Unit.MINUTE),
        (RuleName.DISPATCH_LIFE_AND_PROPERTY, 1, Unit.HOUR),
        (RuleName.DISPATCH_UTILITIES, 2, Unit.HOUR),
        (RuleName.DISPATCH_OTHER, 24, Unit.HOUR),
        (RuleName.HANDLE_URGENT, 2, Unit.HOUR),
        (RuleName.HANDLE_EXPRESS, 24, Unit.HOUR),
        (RuleName.HANDLE_NORMAL, 7, Unit.DAY),
        (RuleName.HANDLE_COMPLEX, 15, Unit.DAY),
        (RuleName.RETURN_WINDOW, 2, Unit.WORKING_DAY),
        (RuleName.EXTENSION_LONGEST, 10, Unit.WORKING_DAY),
        (RuleName.REOPEN_WINDOW, 72, Unit.HOUR),
    ],
)
def test_the_delivered_numbers_are_those_of_the_field(
    name: RuleName, value: int, unit: Unit
) -> None:
    rule = rules.initial.rule(name, TODAY)
    assert (rule.value, rule.unit) == (value, unit)


def test_a_rule_changes_value_and_unit_from_its_day_on() -> None:
    ahead = TODAY + timedelta(days=30)
    command = set_rule(unit=Unit.WORKING_DAY, effective_date=ahead)
    (event,) = rules.decide(command, rules.initial)
    changed = rules.fold((event,))
    assert (event.version, event.unit) == (2, Unit.WORKING_DAY)
    assert changed.rule("handle-normal", ahead - timedelta(days=1)).value == 7
    assert changed.rule("handle-normal", ahead).value == 5
    assert rules.decide(command, changed) == ()


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"name": "handle-xinfang"}, rules.UnknownRule, "name"),
        ({"value": 0}, rules.RuleValueOutOfRange, "value"),
        ({"name": "warning-percent", "value": 101}, rules.RuleValueOutOfRange, "value"),
        ({"unit": Unit.PERCENT}, rules.RuleUnitDoesNotFit, "unit"),
        ({"source": " "}, rules.RuleWithoutSource, "source"),
        ({"effective_date": date(2019, 1, 1)}, EffectiveDateBeforeLast, "effective_date"),
    ],
)
def test_a_setting_that_breaks_a_rule_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        rules.decide(set_rule(**given), rules.initial)
    assert refused.value.field == field
    assert refused.value.label


YEAR = SetCalendarYear(
    year=2026,
    holidays=(date(2026, 10, 2), date(2026, 10, 1)),
    make_up_days=(date(2026, 10, 10),),
    **SOURCE,
    **ASKED,
)


def test_a_year_of_the_calendar_is_taken_over_once() -> None:
    (event,) = calendar.decide(YEAR, calendar.initial)
    known = calendar.fold((event,))
    assert event.holidays == (date(2026, 10, 1), date(2026, 10, 2))
    assert known.version == 1
    assert not known.is_working(date(2026, 10, 1))
    assert known.is_working(date(2026, 10, 10))
    assert not known.is_working(date(2026, 10, 11))
    assert calendar.decide(YEAR, known) == ()


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"holidays": (date(2027, 1, 1),)}, calendar.DayInOtherYear, "holidays"),
        ({"make_up_days": (date(2026, 10, 1),)}, calendar.DayBothOffAndWorked, "make_up_days"),
        ({"source": ""}, calendar.CalendarWithoutSource, "source"),
        (
            {
                "holidays": tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(365)),
                "make_up_days": (),
            },
            calendar.NoWorkingDayLeft,
            "holidays",
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    asked = {"year": 2026, "holidays": YEAR.holidays, "make_up_days": YEAR.make_up_days}
    with pytest.raises(rejection) as refused:
        calendar.decide(SetCalendarYear(**{**asked, **SOURCE, **ASKED, **given}), calendar.initial)
    assert refused.value.field == field


def test_each_reading_of_sealed_data_is_noted() -> None:
    command = RecordDisclosure(
        petition_id="p1", purpose=DisclosurePurpose.CALL_BACK, fields=("phone",), **ASKED
    )
    (event,) = disclosure.decide(command)
    assert (event.petition_id, event.reader, event.fields) == ("p1", "officer-1", ("phone",))
    nothing = RecordDisclosure(
        petition_id="p1", purpose=DisclosurePurpose.VIEWED, fields=(), **ASKED
    )
    assert disclosure.decide(nothing) == ()
