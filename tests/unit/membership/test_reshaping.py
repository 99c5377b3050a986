"""Moving, merging and dissolving organisations; who answers for their members afterwards."""

from datetime import timedelta

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
    RenameOrganisation,
)
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationMerged,
    OrganisationMoved,
)
from services.membership.domain.organisation.rejections import (
    EstablishedAfterEffectiveDate,
    HasLivingSuborganisations,
    MergedIntoAnotherKind,
    MovedBelowItself,
    NoSuccessor,
    OrganisationEnded,
    SiblingNameTaken,
    SuperiorUnsuitable,
)
from services.membership.domain.terms import OrganisationKind
from tests.unit.membership.tree_scene import ASKED, FOUNDED, TODAY, at, district, establish

BRANCH = OrganisationKind.BRANCH


def test_a_move_takes_along_everything_below() -> None:
    scene = district()
    events = scene.when(MoveOrganisation(organisation_id="g1", superior_id="s2", **ASKED))
    moved = [event for event in events if isinstance(event, OrganisationMoved)]
    assert [(each.before.path, each.after.path) for each in moved] == [
        ("d/s1/g1", "d/s2/g1"),
        ("d/s1/g1/b1", "d/s2/g1/b1"),
        ("d/s1/g1/b1/p1", "d/s2/g1/b1/p1"),
        ("d/s1/g1/b2", "d/s2/g1/b2"),
    ]
    assert [each.superior_id for each in moved] == ["s2", "g1", "b1", "g1"]
    assert {each.moved_with for each in moved} == {"g1"}
    assert scene.tree.children("s1") == ()
    assert scene.tree.superior("g1") == "s2"
    assert scene.tree.is_within("p1", "s2")


def test_a_move_to_where_it_stands_changes_nothing() -> None:
    assert district().when(MoveOrganisation(organisation_id="g1", superior_id="s1", **ASKED)) == ()


def test_a_move_is_refused_below_itself_to_a_wrong_kind_or_beside_its_namesake() -> None:
    scene = district().given(establish("b3", BRANCH, superior_id="g2", name="b1党支部"))
    with pytest.raises(MovedBelowItself):
        scene.when(MoveOrganisation(organisation_id="s1", superior_id="g1", **ASKED))
    with pytest.raises(SuperiorUnsuitable):
        scene.when(MoveOrganisation(organisation_id="b1", superior_id="b2", **ASKED))
    with pytest.raises(SiblingNameTaken):
        scene.when(MoveOrganisation(organisation_id="b1", superior_id="g2", **ASKED))


def test_a_move_is_refused_before_anything_below_it_last_changed() -> None:
    scene = district().given(RenameOrganisation(organisation_id="p1", name="一组", **ASKED))
    earlier = MoveOrganisation(organisation_id="g1", superior_id="s2", **ASKED)
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(at(earlier, TODAY - timedelta(days=1)))


def test_a_move_is_refused_before_the_new_superior_stood_there() -> None:
    new = at(establish("g3", OrganisationKind.GENERAL_BRANCH, superior_id="s2"), TODAY)
    move = MoveOrganisation(organisation_id="b1", superior_id="g3", **ASKED)
    with pytest.raises(EstablishedAfterEffectiveDate):
        district().given(new).when(at(move, FOUNDED))


def test_a_merger_moves_what_is_below_and_names_who_answers() -> None:
    scene = district()
    into = scene.tree.get("g2")
    facts = scene.tree.get("g1").facts
    command = MergeOrganisation(organisation_id="g1", into_id="g2", **ASKED)
    *moved, last = scene.when(command)
    assert {event.organisation_id for event in moved} == {"b1", "b2", "p1"}
    assert last == OrganisationMerged("g1", "g2", into.path, facts, TODAY)
    assert set(scene.tree.children("g2")) == {"b1", "b2"}
    assert not scene.tree.living("g1")
    assert scene.tree.responsible("g1") == "g2"
    assert scene.when(command) == ()


def test_a_merger_is_refused_with_itself_below_itself_or_with_another_kind() -> None:
    scene = district()
    for into in ("s1", "g1"):
        with pytest.raises(MovedBelowItself):
            scene.when(MergeOrganisation(organisation_id="s1", into_id=into, **ASKED))
    with pytest.raises(MergedIntoAnotherKind):
        scene.when(MergeOrganisation(organisation_id="b1", into_id="g2", **ASKED))


def test_a_merger_is_refused_when_two_below_would_share_a_name() -> None:
    scene = district().given(establish("b3", BRANCH, superior_id="g2", name="b1党支部"))
    with pytest.raises(SiblingNameTaken):
        scene.when(MergeOrganisation(organisation_id="g1", into_id="g2", **ASKED))


def test_a_merger_is_refused_before_the_other_stood_there() -> None:
    new = at(establish("g3", OrganisationKind.GENERAL_BRANCH, superior_id="s2"), TODAY)
    merge = MergeOrganisation(organisation_id="g1", into_id="g3", **ASKED)
    with pytest.raises(EffectiveDateBeforeLast):
        district().given(new).when(at(merge, FOUNDED))


def test_nothing_is_set_up_below_a_place_before_it_was_moved_there() -> None:
    scene = district().given(MoveOrganisation(organisation_id="g1", superior_id="s2", **ASKED))
    with pytest.raises(EstablishedAfterEffectiveDate):
        scene.when(at(establish("p2", OrganisationKind.PARTY_GROUP, superior_id="b2"), FOUNDED))


def test_a_branch_merges_into_a_joint_branch() -> None:
    joint = establish(
        "j", OrganisationKind.JOINT_BRANCH, superior_id="g1", units=("甲公司", "乙公司")
    )
    scene = district().given(joint)
    assert scene.when(MergeOrganisation(organisation_id="b2", into_id="j", **ASKED))


def test_a_dissolved_branch_leaves_its_members_to_its_superior() -> None:
    scene = district()
    facts = scene.tree.get("b2").facts
    command = DissolveOrganisation(organisation_id="b2", **ASKED)
    assert scene.when(command) == (OrganisationDissolved("b2", "g1", "d/s1/g1", facts, TODAY),)
    assert scene.tree.responsible("b2") == "g1"
    assert scene.when(command) == ()


def test_responsibility_passes_on_through_every_successor() -> None:
    scene = district().given(
        DissolveOrganisation(organisation_id="b2", **ASKED),
        MergeOrganisation(organisation_id="g1", into_id="g2", **ASKED),
    )
    assert scene.tree.responsible("b2") == "g2"


def test_nothing_dissolves_above_living_organisations_or_without_a_superior() -> None:
    with pytest.raises(HasLivingSuborganisations, match="2 organisations"):
        district().when(DissolveOrganisation(organisation_id="g1", **ASKED))
    root = establish("r", OrganisationKind.CITY_COMMITTEE)
    with pytest.raises(NoSuccessor):
        district().given(root).when(DissolveOrganisation(organisation_id="r", **ASKED))


def test_what_has_ended_acts_no_more() -> None:
    scene = district().given(MergeOrganisation(organisation_id="b2", into_id="b1", **ASKED))
    with pytest.raises(OrganisationEnded):
        scene.when(DissolveOrganisation(organisation_id="b2", **ASKED))
    with pytest.raises(OrganisationEnded):
        scene.when(RenameOrganisation(organisation_id="b2", name="新", **ASKED))


def test_the_name_of_what_has_ended_is_free() -> None:
    scene = district().given(DissolveOrganisation(organisation_id="b2", **ASKED))
    assert scene.when(establish("b3", BRANCH, superior_id="g1", name="b2党支部"))
