"""A whole organisation moves with all its members, in one act at each step."""

from datetime import timedelta
from typing import Any

import pytest

from services.membership.domain.letter_book.events import LetterEntered
from services.membership.domain.member.affiliation_events import (
    AffiliationTransferred,
    TransferClosed,
)
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.commands import (
    AssignPost,
    FollowOrganisation,
    RecordDecease,
)
from services.membership.domain.member.events import MemberRegistered, PostRelieved
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MoveOrganisation,
    RenameOrganisation,
)
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationMerged,
    OrganisationMoved,
)
from services.membership.domain.organisation.rejections import (
    HasLivingSuborganisations,
    MergedIntoAnotherKind,
    OrganisationEnded,
    SiblingNameTaken,
    UnknownOrganisation,
)
from services.membership.domain.terms import MemberFacts, Post
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import (
    PlaceInBranch,
    PlaceOrganisation,
    PresentOutsideLetter,
    RecordOutsideReceipt,
    ReturnReceipt,
)
from services.membership.domain.transfer.events import (
    OrganisationPlaced,
    TransferAccepted,
)
from services.membership.domain.transfer.placement import (
    PlacedOutsideReceiver,
    PlaceUnclear,
    WholeOrganisationMovesAsOne,
)
from services.membership.domain.transfer.steps import NotEntitledToTransfer
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    Register,
    accepted,
    district,
    facts,
    on,
    person,
    register,
    released,
    request,
)
from tests.unit.membership.transfer_scene import SHENZHEN, T1

WHOLE: dict[str, Any] = {
    "kind": TransferKind.WHOLE_ORGANISATION,
    "reason": TransferReason.RESTRUCTURED,
}
AWAY = facts("be1", "d/s2/e/be1")
TAKEN_OVER = facts("be1", "d/s1/be1")
PLACED = facts("be1", "d/s1/g1/be1")
MERGED = facts("b1", "d/s1/g1/b1")


def awaiting() -> Register:
    """be1 with m1, m2 and the group pg below it, on the way to g1's street."""
    return district().given(
        register("m1", "be1"),
        register("m2", "be1"),
        AssignPost(member_id="m1", post=Post.SECRETARY, **on(ENTERED)),
        request(receiving="g1", member_ids=("m1", "m2"), **WHOLE),
        *released(),
    )


def carried(before: MemberFacts, after: MemberFacts) -> list[AffiliationTransferred]:
    return [AffiliationTransferred(member, "t1", before, after, TODAY) for member in ("m1", "m2")]


def closed() -> list[TransferClosed]:
    return [
        TransferClosed(member, "t1", TransferOutcome.COMPLETED, TODAY) for member in ("m1", "m2")
    ]


def of(kind: type, events: tuple[Any, ...]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_one_letter_names_all_members() -> None:
    scene = awaiting()
    (entry,) = of(LetterEntered, tuple(scene.happened))
    assert entry.members == 2


def test_at_acceptance_the_branch_with_its_members_stands_under_the_receiver() -> None:
    scene = awaiting()
    events = scene.when(accepted())
    assert events[0] == TransferAccepted("t1", "s1", ("m1", "m2"), TODAY)
    moved = of(OrganisationMoved, events)
    assert [each.after.path for each in moved] == ["d/s1/be1", "d/s1/be1/pg"]
    assert of(AffiliationTransferred, events) == carried(AWAY, TAKEN_OVER)
    assert of(PostRelieved, events) == []
    assert scene.member().posts == (Post.SECRETARY,)


def place(**given: Any) -> PlaceOrganisation:
    return PlaceOrganisation(**{**T1, "by": "s1", **given})


def test_placed_under_another_the_branch_keeps_its_members_and_their_posts() -> None:
    scene = awaiting().given(accepted())
    events = scene.when(place(under="g1"))
    assert events[0] == OrganisationPlaced("t1", "s1", "be1", "g1", "", TODAY)
    assert of(AffiliationTransferred, events) == carried(TAKEN_OVER, PLACED)
    assert of(TransferClosed, events) == closed()
    assert scene.tree.path("pg") == "d/s1/g1/be1/pg"
    assert scene.member().posts == (Post.SECRETARY,)
    assert len(scene.when(ReturnReceipt(by="s1", **T1))) == 2


def test_placed_where_it_stands_nothing_moves() -> None:
    events = awaiting().given(accepted()).when(place(under="s1"))
    assert [type(each) for each in events] == [
        OrganisationPlaced,
        TransferClosed,
        TransferClosed,
    ]


def test_merged_into_another_the_branch_ends_and_its_posts_with_it() -> None:
    scene = awaiting().given(accepted())
    events = scene.when(place(into="b1"))
    assert events[0] == OrganisationPlaced("t1", "s1", "be1", "", "b1", TODAY)
    assert [each.into_id for each in of(OrganisationMerged, events)] == ["b1"]
    assert of(AffiliationTransferred, events) == carried(TAKEN_OVER, MERGED)
    assert of(PostRelieved, events) == [PostRelieved("m1", "be1", Post.SECRETARY, TODAY)]
    assert of(TransferClosed, events) == closed()
    assert scene.tree.path("pg") == "d/s1/g1/b1/pg"


def test_who_left_in_the_meantime_is_not_carried() -> None:
    scene = awaiting().given(RecordDecease(member_id="m2", **on(TODAY)))
    events = scene.when(accepted())
    assert events[0] == TransferAccepted("t1", "s1", ("m1",), TODAY)
    assert [each.member_id for each in of(AffiliationTransferred, events)] == ["m1"]


def test_who_joined_the_branch_in_the_meantime_follows_it() -> None:
    scene = awaiting().given(register("m3", "be1", **on(TODAY)), accepted())
    scene.given(FollowOrganisation(member_id="m3", **on(TODAY)))
    assert scene.member("m3").facts == TAKEN_OVER


def test_a_branch_already_under_the_receiver_stays_at_acceptance() -> None:
    scene = district().given(
        register("m1", "be1"),
        MoveOrganisation(organisation_id="be1", superior_id="s1", **on(ENTERED)),
        FollowOrganisation(member_id="m1", **on(ENTERED)),
        request(receiving="g1", **WHOLE),
        *released("s1"),
    )
    assert scene.when(accepted()) == (TransferAccepted("t1", "s1", ("m1",), TODAY),)


def test_a_placement_is_one_of_two_and_below_the_receiver() -> None:
    scene = awaiting().given(accepted())
    for unclear in (place(), place(under="g1", into="b1")):
        with pytest.raises(PlaceUnclear):
            scene.when(unclear)
    with pytest.raises(PlacedOutsideReceiver):
        scene.when(place(under="e"))
    with pytest.raises(NotEntitledToTransfer):
        scene.when(place(by="e", under="e"))
    with pytest.raises(UnknownOrganisation):
        scene.when(place(under="nowhere"))
    with pytest.raises(MergedIntoAnotherKind):
        scene.when(place(into="g1"))
    with pytest.raises(WholeOrganisationMovesAsOne):
        scene.when(PlaceInBranch(by="s1", organisation_id="b1", **T1))


def test_the_trees_own_rules_hold() -> None:
    namesake = RenameOrganisation(organisation_id="b1", name="be1党支部", **on(TODAY))
    scene = awaiting().given(namesake, accepted())
    with pytest.raises(SiblingNameTaken):
        scene.when(place(under="g1"))


def test_a_branch_that_ended_meanwhile_does_not_arrive() -> None:
    scene = awaiting().given(
        DissolveOrganisation(organisation_id="pg", **on(TODAY)),
        DissolveOrganisation(organisation_id="be1", **on(TODAY)),
    )
    with pytest.raises(OrganisationEnded):
        scene.when(accepted())


def test_a_branch_that_moves_out_of_the_city_ends_here() -> None:
    scene = district().given(
        register("m1", "be1"),
        register("m2", "be1"),
        request(receiving=SHENZHEN, member_ids=("m1", "m2"), **WHOLE),
        *released(),
    )
    receipt = RecordOutsideReceipt(by="e", **T1)
    with pytest.raises(HasLivingSuborganisations):
        scene.when(receipt)
    scene.given(DissolveOrganisation(organisation_id="pg", **on(TODAY)))
    events = scene.when(receipt)
    assert [each.after for each in of(AffiliationTransferred, events)] == [None, None]
    assert [each.successor_id for each in of(OrganisationDissolved, events)] == ["e"]


def test_a_branch_from_outside_arrives_with_everybody_and_is_placed() -> None:
    until = TODAY + timedelta(days=30)
    letter: dict[str, Any] = {"number": "湘国资转 5", "issued_on": TODAY, "valid_until": until}
    scene = district().given(
        request(SHENZHEN, incoming=(person("n1"), person("n2")), **WHOLE),
        PresentOutsideLetter(by="s1", **letter, **T1),
    )
    assert len(of(MemberRegistered, scene.when(accepted()))) == 2
    events = scene.when(PlaceInBranch(by="s1", organisation_id="b1", **T1))
    assert len(of(AffiliationTransferred, events)) == 2
    assert scene.member("n2").facts == MERGED
