"""Rules, calendar, units and categories: data with effective dates and sources."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.petitions.domain.calendar import decider as calendar
from services.petitions.domain.calendar.commands import SetCalendarYear
from services.petitions.domain.categories import decider as categories
from services.petitions.domain.categories import rejections as category_refusals
from services.petitions.domain.categories.commands import RetireCategory, SetCategory, SetRoute
from services.petitions.domain.categories.decider import route
from services.petitions.domain.command import EffectiveDateBeforeLast, EffectiveDateInFuture
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory import rejections as unit_refusals
from services.petitions.domain.directory.commands import CloseUnit, EnterUnits, UnitLine
from services.petitions.domain.directory.events import UnitChanged, UnitClosed, UnitEntered
from services.petitions.domain.disclosure import decider as disclosure
from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.rules.names import RuleName, units_of
from services.petitions.domain.terms import Level, Mode, Unit, Urgency
from tests.unit.petitions.petition_scene import (
    ASKED,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    FOUNDED,
    STREET,
    TODAY,
    UNITS,
    WATER,
)

DELIVERED = categories.initial
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


def line(unit_id: str, **given: Any) -> UnitLine:
    asked: dict[str, Any] = {
        "name": "物业公司",
        "level": Level.COMMUNITY,
        "division_code": COMMUNITY,
        "superior_id": COMMUNITY,
        **given,
    }
    return UnitLine(unit_id, **asked)


ROUND = (line("x"), line("y", superior_id="x"), line("x", superior_id="y"))


def enter(*lines: UnitLine) -> EnterUnits:
    return EnterUnits(units=lines, **ASKED)


def test_a_list_of_units_is_taken_over_and_kept_current() -> None:
    command = enter(line("estate"), line("estate-2", superior_id="estate"))
    entered = directory.decide(command, UNITS)
    assert [type(event) for event in entered] == [UnitEntered, UnitEntered]
    known = directory.fold(entered, UNITS)
    assert directory.decide(command, known) == ()
    assert known.superiors("estate-2") == ("estate", COMMUNITY, STREET, DISTRICT, "4301")
    (changed,) = directory.decide(enter(line("estate", name="新物业")), known)
    assert changed == UnitChanged("estate", "新物业", COMMUNITY, "物业公司", COMMUNITY, TODAY)


def test_a_place_is_a_division_with_an_office() -> None:
    assert UNITS.place_path(COMMUNITY) == f"4301/{DISTRICT}/{STREET}/{COMMUNITY}"
    for place in ("430112001001", WATER, "4301", ""):
        with pytest.raises(unit_refusals.PlaceOutsideDistrict):
            UNITS.place_path(place)


def test_a_closed_unit_takes_no_more_orders() -> None:
    close = CloseUnit(unit_id=WATER, **ASKED)
    assert directory.decide(close, UNITS) == (UnitClosed(WATER, TODAY),)
    known = directory.fold(directory.decide(close, UNITS), UNITS)
    assert directory.decide(close, known) == ()
    assert known.unit(WATER).name == "区供水公司"
    with pytest.raises(unit_refusals.UnitIsClosed):
        known.open_unit(WATER, "lead_id")


@pytest.mark.parametrize(
    ("lines", "rejection"),
    [
        ((line("x", superior_id="nobody"),), unit_refusals.UnknownUnit),
        ((line("x", name=" "),), unit_refusals.UnitNameMissing),
        ((line(" "),), unit_refusals.UnitIdMissing),
        ((line("x", level=Level.CITY),), unit_refusals.UnitMisplaced),
        (ROUND, unit_refusals.UnitMisplaced),
        ((line(WATER),), unit_refusals.UnitRelevelled),
    ],
)
def test_a_unit_that_cannot_be_is_refused(
    lines: tuple[UnitLine, ...], rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection):
        directory.decide(enter(*lines), UNITS)


def test_units_are_not_entered_or_closed_ahead() -> None:
    tomorrow = {**ASKED, "effective_date": TODAY + timedelta(days=1)}
    with pytest.raises(EffectiveDateInFuture):
        directory.decide(EnterUnits(units=(), **tomorrow), UNITS)
    with pytest.raises(EffectiveDateInFuture):
        directory.decide(CloseUnit(unit_id=WATER, **tomorrow), UNITS)


def category(category_id: str = "stray-dogs", **given: Any) -> SetCategory:
    asked: dict[str, Any] = {"name": "流浪犬", "parent_id": "noise", **SOURCE, **ASKED, **given}
    return SetCategory(category_id=category_id, **asked)


def decided(*commands: Any) -> categories.Categories:
    known = DELIVERED
    for command in commands:
        known = categories.fold(categories.decide(command, known, UNITS), known)
        assert categories.decide(command, known, UNITS) == ()
    return known


def test_a_category_of_any_depth_takes_what_it_does_not_say_from_above() -> None:
    known = decided(category(), category("puppies", parent_id="stray-dogs", mode=Mode.COMPLEX))
    assert known.path("puppies", TODAY) == "neighbourhood/noise/stray-dogs/puppies"
    assert known.mode("stray-dogs", TODAY) is Mode.IMMEDIATE
    assert known.mode("puppies", TODAY) is Mode.COMPLEX
    assert known.urgency("puppies", TODAY) is Urgency.OTHER


def test_a_category_is_handled_differently_from_a_day_on() -> None:
    ahead = TODAY + timedelta(days=10)
    known = decided(
        category(), category(mode=Mode.NORMAL, effective_date=ahead), category("top-2", **TOP)
    )
    assert known.mode("stray-dogs", TODAY) is Mode.IMMEDIATE
    assert known.mode("stray-dogs", ahead) is Mode.NORMAL


TOP: dict[str, Any] = {"parent_id": None, "mode": Mode.NORMAL, "urgency": Urgency.OTHER}


def test_no_appeal_is_registered_below_a_retired_category() -> None:
    known = decided(category(), RetireCategory(category_id="noise", **ASKED))
    with pytest.raises(category_refusals.CategoryIsRetired):
        known.usable("stray-dogs", TODAY)
    assert known.usable("dispute", TODAY).name == "邻里纠纷"


@pytest.mark.parametrize(
    ("command", "rejection", "field"),
    [
        (category("Stray Dogs"), category_refusals.CategoryIdInvalid, "category_id"),
        (category("a" * 41), category_refusals.CategoryIdInvalid, "category_id"),
        (category(name=" "), category_refusals.CategoryNameMissing, "name"),
        (category(parent_id="nobody"), category_refusals.UnknownCategory, "parent_id"),
        (category(parent_id=None), category_refusals.CategoryModeMissing, "mode"),
        (category(source=""), category_refusals.SettingWithoutSource, "source"),
        (category("noise", parent_id="water"), category_refusals.CategoryMoved, "parent_id"),
        (
            SetRoute(category_id="noise", **SOURCE, **ASKED),
            category_refusals.RouteGoesNowhere,
            "unit_id",
        ),
        (
            SetRoute(category_id="noise", unit_id="nobody", **SOURCE, **ASKED),
            unit_refusals.UnknownUnit,
            "unit_id",
        ),
        (
            SetRoute(category_id="noise", place="9", unit_id=WATER, **SOURCE, **ASKED),
            unit_refusals.PlaceOutsideDistrict,
            "place",
        ),
        (
            RetireCategory(category_id="nobody", **ASKED),
            category_refusals.UnknownCategory,
            "category_id",
        ),
    ],
)
def test_a_category_or_route_that_cannot_be_is_refused(
    command: Any, rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        categories.decide(command, DELIVERED, UNITS)
    assert refused.value.field == field


def test_the_nearest_category_and_the_smallest_place_decide_the_way() -> None:
    known = decided(
        SetRoute(category_id="utilities", unit_id=WATER, **SOURCE, **ASKED),
        SetRoute(category_id="water", place=STREET, level=Level.STREET, **SOURCE, **ASKED),
        SetRoute(category_id="water", place=ELSEWHERE, level=Level.DISTRICT, **SOURCE, **ASKED),
    )

    def way(category_id: str, place: str) -> str:
        return route(known, UNITS, category_id, place, TODAY)

    assert way("noise", COMMUNITY) == COMMUNITY
    assert way("power", COMMUNITY) == WATER
    assert way("water", COMMUNITY) == STREET
    assert way("water", ELSEWHERE) == DISTRICT
    assert way("water", DISTRICT) == WATER
    assert way("parking", COMMUNITY) == STREET


def test_a_route_holds_from_its_day_on_and_not_to_a_closed_unit() -> None:
    ahead = TODAY + timedelta(days=10)
    sooner = SetRoute(
        category_id="noise", unit_id=WATER, **SOURCE, **{**ASKED, "effective_date": ahead}
    )
    known = decided(sooner)
    assert route(known, UNITS, "noise", COMMUNITY, TODAY) == COMMUNITY
    assert route(known, UNITS, "noise", COMMUNITY, ahead) == WATER
    closed = directory.fold((UnitClosed(WATER, TODAY),), UNITS)
    assert route(known, closed, "noise", COMMUNITY, ahead) == COMMUNITY
    with pytest.raises(EffectiveDateBeforeLast):
        categories.decide(
            SetRoute(category_id="noise", level=Level.STREET, **SOURCE, **ASKED), known, UNITS
        )


def test_the_delivered_categories_are_whole() -> None:
    for category_id in DELIVERED.categories:
        assert DELIVERED.mode(category_id, FOUNDED)
        assert DELIVERED.urgency(category_id, FOUNDED)
        assert route(DELIVERED, UNITS, category_id, COMMUNITY, TODAY) in UNITS.units


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
