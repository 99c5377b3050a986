"""Categories and routes: what an appeal is about decides who handles it, and how fast."""

from datetime import timedelta
from typing import Any

import pytest

from services.petitions.domain.categories import decider as categories
from services.petitions.domain.categories import rejections as category_refusals
from services.petitions.domain.categories.commands import RetireCategory, SetCategory, SetRoute
from services.petitions.domain.categories.decider import route
from services.petitions.domain.command import EffectiveDateBeforeLast
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory import rejections as unit_refusals
from services.petitions.domain.directory.events import UnitClosed
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Level, Mode, Urgency
from shared.contracts.petitions.settings import DELIVERED_CATEGORIES
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
TOP: dict[str, Any] = {"parent_id": None, "mode": Mode.NORMAL, "urgency": Urgency.OTHER}
SOURCE: dict[str, Any] = {"source": "市政府〔2026〕1号"}


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


def test_the_contract_names_the_categories_every_city_begins_with() -> None:
    named = {one: DELIVERED.category(one, FOUNDED).name for one in DELIVERED.categories}

    assert named == DELIVERED_CATEGORIES
