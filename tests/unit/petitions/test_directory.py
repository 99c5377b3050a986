"""The directory of units: taken over as a list, kept current, closed."""

from datetime import timedelta
from typing import Any

import pytest

from services.petitions.domain.command import EffectiveDateInFuture
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory import rejections as unit_refusals
from services.petitions.domain.directory.commands import CloseUnit, EnterUnits, UnitLine
from services.petitions.domain.directory.events import UnitChanged, UnitClosed, UnitEntered
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Level
from tests.unit.petitions.petition_scene import (
    ASKED,
    COMMUNITY,
    DISTRICT,
    STREET,
    TODAY,
    UNITS,
    WATER,
)


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
