"""The official list of divisions is taken over whole, kept current, and communities enrol."""

from datetime import timedelta

import pytest

from services.membership.domain.command import EffectiveDateInFuture
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import DivisionLevel as Level
from services.membership.domain.territory.commands import (
    Division,
    EnrolCommunity,
    RegisterDivisions,
)
from services.membership.domain.territory.decider import decide, fold, initial
from services.membership.domain.territory.events import (
    CommunityEnrolled,
    DivisionRegistered,
    DivisionRenamed,
)
from services.membership.domain.territory.rejections import (
    DivisionCodeInvalid,
    DivisionMisplaced,
    DivisionMovedOrRelevelled,
    DivisionNameMissing,
    NotACommunity,
    UnknownDivision,
)
from tests.unit.membership.tree_scene import ASKED, DIVISIONS, TODAY, at

CITY = Division("4301", "长沙市", Level.CITY, None)
DISTRICT = Division("430111", "雨花区", Level.DISTRICT, "4301")


def register(*divisions: Division) -> RegisterDivisions:
    return RegisterDivisions(divisions=divisions, **ASKED)


def test_a_list_is_registered_parents_first() -> None:
    events = decide(register(CITY, DISTRICT), initial)
    assert events == (
        DivisionRegistered("4301", "长沙市", Level.CITY, None, TODAY),
        DivisionRegistered("430111", "雨花区", Level.DISTRICT, "4301", TODAY),
    )
    assert fold(events).division("430111") == DISTRICT


def test_the_same_list_again_changes_nothing() -> None:
    command = register(CITY, DISTRICT)
    assert decide(command, fold(decide(command, initial))) == ()
    assert len(decide(register(CITY, CITY), initial)) == 1


def test_a_new_name_in_the_list_renames() -> None:
    renamed = Division("430111", "雨花新区", Level.DISTRICT, "4301")
    events = decide(register(renamed), DIVISIONS)
    assert events == (DivisionRenamed("430111", "雨花新区", "雨花区", TODAY),)
    assert fold(events, DIVISIONS).division("430111") == renamed
    assert DIVISIONS.division("430111") == DISTRICT


@pytest.mark.parametrize(
    ("division", "rejection", "field"),
    [
        (Division("43x1", "某市", Level.CITY, None), DivisionCodeInvalid, "divisions.code"),
        (Division("4302", " ", Level.CITY, None), DivisionNameMissing, "divisions.name"),
        (
            Division("430201", "某区", Level.DISTRICT, "4302"),
            UnknownDivision,
            "divisions.parent_code",
        ),
        (
            Division("430112", "某区", Level.DISTRICT, None),
            DivisionMisplaced,
            "divisions.parent_code",
        ),
        (
            Division("430112", "某街", Level.STREET, "4301"),
            DivisionMisplaced,
            "divisions.parent_code",
        ),
        (
            Division("430111001", "侯家塘", Level.DISTRICT, "4301"),
            DivisionMovedOrRelevelled,
            "divisions.code",
        ),
    ],
)
def test_one_wrong_line_refuses_the_list(
    division: Division, rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        decide(register(division), DIVISIONS)
    assert refused.value.field == field


def test_a_community_enrols_once() -> None:
    command = EnrolCommunity(code="430111001001", **ASKED)
    events = decide(command, DIVISIONS)
    assert events == (CommunityEnrolled("430111001001", TODAY),)
    enrolled = fold(events, DIVISIONS)
    assert enrolled.enrolled("430111001001")
    assert decide(command, enrolled) == ()


def test_only_a_known_community_enrols_and_not_before_the_day_came() -> None:
    with pytest.raises(UnknownDivision):
        decide(EnrolCommunity(code="430111001002", **ASKED), DIVISIONS)
    with pytest.raises(NotACommunity):
        decide(EnrolCommunity(code="430111001", **ASKED), DIVISIONS)
    tomorrow = at(EnrolCommunity(code="430111001001", **ASKED), TODAY + timedelta(days=1))
    with pytest.raises(EffectiveDateInFuture):
        decide(tomorrow, DIVISIONS)


def test_a_community_is_a_division_of_that_level() -> None:
    assert DIVISIONS.is_community("430111001001")
    assert not DIVISIONS.is_community("430111001")
    assert not DIVISIONS.is_community(None)
