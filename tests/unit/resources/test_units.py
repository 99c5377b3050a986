"""Resident units: registered with premises and liaison, linked to the tree, departed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.resources.domain.command import EffectiveDateBeforeLast, EffectiveDateInFuture
from services.resources.domain.rejection import Rejection
from services.resources.domain.surroundings import (
    UnknownDivision,
    UnknownOrganisation,
    WrongDivisionLevel,
)
from services.resources.domain.terms import UnitClass
from services.resources.domain.unit.commands import (
    ClosePremises,
    CorrectUnit,
    DepartUnit,
    ForgetLiaison,
    LinkOrganisation,
    NameLiaison,
    OpenPremises,
    UnlinkOrganisation,
)
from services.resources.domain.unit.decider import NoPremises, UnitAlreadyRegistered
from services.resources.domain.unit.events import (
    LiaisonForgotten,
    LiaisonNamed,
    PremisesOpened,
    UnitDeparted,
    UnitFacts,
    UnitOrganisationLinked,
    UnitOrganisationUnlinked,
    UnitRegistered,
)
from services.resources.domain.unit.unit import UnitHasDeparted, UnknownUnit
from tests.unit.resources.scene import ONE, STREET, TODAY, TWO, Scene, asked, register, street

FORESTRY = UnitFacts("forestry", "单位forestry", UnitClass.ORGAN, (ONE,))
ASKED: dict[str, Any] = {"unit_id": "forestry", **asked()}


def test_a_unit_is_registered_with_its_premises_and_liaison() -> None:
    assert Scene().when(register()) == (
        UnitRegistered("forestry", None, FORESTRY, TODAY),
        LiaisonNamed("forestry", "办公室主任", "sealed-forestry", TODAY),
    )


def test_premises_are_opened_in_another_community() -> None:
    after = replace(FORESTRY, premises=(ONE, TWO))
    events = street().when(OpenPremises(community_code=TWO, **ASKED))
    assert events == (PremisesOpened("forestry", TWO, FORESTRY, after, TODAY),)


def test_its_own_organisation_is_linked_at_its_place_in_the_tree() -> None:
    after = replace(FORESTRY, organisation_id="e", organisation_path="c/d/s/e")
    scene = street()
    events = scene.when(LinkOrganisation(organisation_id="e", **ASKED))
    assert events == (UnitOrganisationLinked("forestry", FORESTRY, after, TODAY),)
    (unlinked,) = scene.when(UnlinkOrganisation(**ASKED))
    assert isinstance(unlinked, UnitOrganisationUnlinked)
    assert unlinked.after == FORESTRY


def test_who_departed_shares_nothing_and_its_liaison_can_still_be_forgotten() -> None:
    scene = street()
    events = scene.when(DepartUnit(cause_text="撤销", **ASKED))
    assert events == (UnitDeparted("forestry", FORESTRY, None, "撤销", TODAY),)
    assert scene.when(ForgetLiaison(**ASKED)) == (LiaisonForgotten("forestry", TODAY),)
    with pytest.raises(UnitHasDeparted):
        scene.decide(NameLiaison(post="主任", sealed="x", **ASKED))


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"premises": ()}, NoPremises, "premises"),
        ({"premises": ("999",)}, UnknownDivision, "premises"),
        ({"premises": (STREET,)}, WrongDivisionLevel, "premises"),
        ({"organisation_id": "gone"}, UnknownOrganisation, "organisation_id"),
        ({"name": " "}, Rejection, "name"),
        ({"sealed": ""}, Rejection, "sealed"),
        ({"effective_date": TODAY + timedelta(1)}, EffectiveDateInFuture, "effective_date"),
    ],
)
def test_a_registration_that_breaks_a_rule_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        Scene().decide(register(**given))
    assert refused.value.field == field
    assert refused.value.label


def test_what_does_not_fit_what_is_known_is_refused() -> None:
    with pytest.raises(UnitAlreadyRegistered):
        street().decide(register(name="另一单位"))
    with pytest.raises(UnknownUnit):
        Scene().decide(CorrectUnit(name="x", **ASKED))
    with pytest.raises(NoPremises):
        street().decide(ClosePremises(community_code=ONE, **ASKED))
    with pytest.raises(EffectiveDateBeforeLast):
        street().decide(CorrectUnit(name="x", **{**ASKED, "effective_date": date(2026, 3, 1)}))
