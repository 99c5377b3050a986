"""The tree as a value: what it answers, at what size, and that folding leaves the old one alone."""

from services.membership.domain.organisation import folding
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MoveOrganisation,
)
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.terms import OrganisationKind
from tests.unit.membership.tree_scene import ASKED, district, establish


def test_the_nearest_committee_above_transfers() -> None:
    tree = district().tree
    assert tree.transfer_authority("p1") == "s1"
    assert tree.transfer_authority("s1") == "s1"


def test_a_root_without_the_right_leaves_nobody_to_transfer() -> None:
    root = establish("r", OrganisationKind.PRIMARY_COMMITTEE, may_transfer=False)
    scene = district().given(root)
    assert scene.tree.transfer_authority("r") is None


def test_the_division_is_the_nearest_stated() -> None:
    tree = district().tree
    assert tree.division_code("p1") == "430111001001"
    assert tree.division_code("g2") == "430111"


def test_a_path_that_merely_begins_alike_is_not_within() -> None:
    scene = district().given(establish("s11", OrganisationKind.WORKING_COMMITTEE, superior_id="d"))
    assert not scene.tree.is_within("s11", "s1")
    assert scene.tree.is_within("s1", "s1")
    assert scene.tree.is_within("p1", "s1")


def test_only_living_committees_and_branches_hold_members() -> None:
    scene = district().given(DissolveOrganisation(organisation_id="b2", **ASKED))
    held = {each for each in scene.tree.by_id if scene.tree.holds_members(each)}
    assert held == {"g1", "g2", "b1"}


def test_folding_leaves_the_tree_it_started_from_alone() -> None:
    scene = district()
    before = scene.tree
    children = before.children("g1")
    scene.when(MoveOrganisation(organisation_id="b1", superior_id="g2", **ASKED))
    assert before.path("b1") == "d/s1/g1/b1"
    assert before.children("g1") == children


def test_one_fold_and_many_steps_agree() -> None:
    scene = district().given(
        MoveOrganisation(organisation_id="g1", superior_id="s2", **ASKED),
        DissolveOrganisation(organisation_id="b2", **ASKED),
    )
    stepwise = Organisations()
    for event in scene.happened:
        stepwise = folding.evolve(stepwise, event)
    assert folding.fold(scene.happened) == stepwise == scene.tree
