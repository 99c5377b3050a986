"""Acceptance and return: the releasing side answers for a member until the receiver accepts."""

from datetime import timedelta
from typing import Any

import pytest

from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import LetterVoided, ReceiptFiled
from services.membership.domain.member.affiliation_events import (
    AffiliationTransferred,
    TransferClosed,
)
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.commands import AssignPost, RecordDecease
from services.membership.domain.member.events import PostRelieved
from services.membership.domain.member.rejections import (
    CauseMissing,
    OrganisationHoldsNoMembers,
    OrganisationNotYetThere,
)
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    EstablishOrganisation,
)
from services.membership.domain.organisation.rejections import OrganisationEnded
from services.membership.domain.terms import Post
from services.membership.domain.transfer.acceptance import (
    NobodyLeftToTransfer,
    RetireeMustBeAccepted,
)
from services.membership.domain.transfer.causes import (
    RefusalCause,
    TransferReason,
)
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PlaceOrganisation,
    ReturnReceipt,
    ReturnTransfer,
)
from services.membership.domain.transfer.events import (
    PlacedInBranch,
    ReceiptReturned,
    TransferAccepted,
    TransferReturned,
)
from services.membership.domain.transfer.letter_rules import LetterHasExpired
from services.membership.domain.transfer.placement import (
    NoOrganisationMoves,
    PlacedOutsideReceiver,
)
from services.membership.domain.transfer.steps import NotEntitledToTransfer, StepOutOfOrder
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    K,
    accepted,
    district,
    on,
    register,
    released,
    request,
)
from tests.unit.membership.transfer_scene import (
    AT_B2,
    AT_BE1,
    AT_S1,
    LATER,
    T1,
    awaiting,
    place,
)


def test_until_acceptance_the_releasing_side_answers_from_then_on_the_receiving() -> None:
    scene = awaiting()
    assert scene.member().facts == AT_BE1
    assert scene.when(accepted()) == (
        TransferAccepted("t1", "s1", ("m1",), TODAY),
        AffiliationTransferred("m1", "t1", AT_BE1, AT_S1, TODAY),
    )
    assert scene.member().facts == AT_S1


def test_who_goes_leaves_his_posts_behind() -> None:
    scene = district().given(
        register("m1", "be1"),
        AssignPost(member_id="m1", post=Post.SECRETARY, **on(ENTERED)),
        request(),
        *released(),
    )
    assert PostRelieved("m1", "be1", Post.SECRETARY, TODAY) in scene.when(accepted())


def test_only_the_receivers_own_committee_accepts() -> None:
    for stranger in ("d", "g1", "b1", "e"):
        with pytest.raises(NotEntitledToTransfer):
            awaiting().when(accepted(stranger))


def test_nobody_is_accepted_before_the_letter_or_after_it_expired() -> None:
    with pytest.raises(StepOutOfOrder):
        district().given(register("m1", "be1"), request()).when(accepted())
    with pytest.raises(LetterHasExpired):
        awaiting().when(accepted(**LATER))
    expired = awaiting().given(ExpireTransfer(transfer_id="t1", **LATER))
    with pytest.raises(LetterHasExpired):
        expired.when(accepted(**LATER))


def test_the_last_day_of_a_letter_is_a_good_day() -> None:
    last = TODAY + timedelta(days=10)
    assert len(awaiting().when(accepted(**{**on(last), "today": last}))) == 2


def test_who_left_the_register_is_not_accepted() -> None:
    scene = awaiting().given(RecordDecease(member_id="m1", **on(TODAY)))
    with pytest.raises(NobodyLeftToTransfer):
        scene.when(accepted())


def test_who_dies_after_acceptance_is_placed_nowhere() -> None:
    scene = awaiting().given(accepted(), RecordDecease(member_id="m1", **on(TODAY)))
    assert scene.when(place()) == (PlacedInBranch("t1", "s1", "b2", TODAY),)


def test_the_branch_answers_from_placement_on_and_the_members_transfer_is_over() -> None:
    scene = awaiting().given(accepted())
    assert scene.when(place()) == (
        PlacedInBranch("t1", "s1", "b2", TODAY),
        AffiliationTransferred("m1", "t1", AT_S1, AT_B2, TODAY),
        TransferClosed("m1", "t1", TransferOutcome.COMPLETED, TODAY),
    )
    assert scene.member().open_transfer is None


def test_the_receipt_is_filed_with_the_counterfoil() -> None:
    scene = awaiting().given(accepted(), place())
    with pytest.raises(NotEntitledToTransfer):
        scene.when(ReturnReceipt(by="e", **T1))
    assert scene.when(ReturnReceipt(by="s1", **T1)) == (
        ReceiptReturned("t1", "s1", TODAY),
        ReceiptFiled("e", 2026, 1, "t1", TODAY),
    )


def test_a_general_branch_below_the_receiver_places_in_its_own_branches() -> None:
    assert len(awaiting().given(accepted()).when(place(by="g1"))) == 3


def test_a_place_is_a_branch_below_the_receiver() -> None:
    scene = awaiting().given(accepted(), DissolveOrganisation(organisation_id="b1", **on(TODAY)))
    with pytest.raises(PlacedOutsideReceiver):
        scene.when(place(organisation_id="be2"))
    with pytest.raises(NotEntitledToTransfer):
        scene.when(place(by="e", organisation_id="be2"))
    with pytest.raises(OrganisationHoldsNoMembers):
        scene.when(place(organisation_id="s1"))
    with pytest.raises(OrganisationEnded):
        scene.when(place(organisation_id="b1"))
    with pytest.raises(NoOrganisationMoves):
        scene.when(PlaceOrganisation(by="s1", under="g1", **T1))


def test_a_branch_must_have_stood_on_the_day_of_placement() -> None:
    scene = awaiting().given(
        accepted(),
        EstablishOrganisation(
            organisation_id="b9",
            name="新支部",
            kind=K.BRANCH,
            superior_id="g1",
            **LATER,
        ),
    )
    with pytest.raises(OrganisationNotYetThere):
        scene.when(place(organisation_id="b9"))


def test_who_is_placed_is_not_placed_elsewhere_by_the_same_transfer() -> None:
    scene = awaiting().given(accepted(), place())
    with pytest.raises(StepOutOfOrder):
        scene.when(place(organisation_id="b1"))


def send_back(**given: Any) -> ReturnTransfer:
    asked = {**T1, "by": "s1", "cause": RefusalCause.NOT_MOVED_HERE, **given}
    return ReturnTransfer(**asked)


def test_a_return_names_its_cause_voids_the_letter_and_frees_the_member() -> None:
    scene = awaiting()
    with pytest.raises(CauseMissing):
        scene.when(send_back(cause=RefusalCause.OTHER))
    with pytest.raises(NotEntitledToTransfer):
        scene.when(send_back(by="e"))
    cause = RefusalCause.NOT_MOVED_HERE
    assert scene.when(send_back(cause_text="未在本社区居住")) == (
        TransferReturned("t1", "s1", cause, "未在本社区居住", TODAY),
        TransferClosed("m1", "t1", TransferOutcome.RETURNED, TODAY),
        LetterVoided("e", 2026, 1, "t1", VoidCause.RETURNED, TODAY),
    )
    assert scene.member().facts == AT_BE1


def test_a_street_or_community_does_not_send_a_retiree_back() -> None:
    with pytest.raises(RetireeMustBeAccepted):
        awaiting(reason=TransferReason.RETIRED).when(send_back())


def test_what_was_accepted_is_not_sent_back_and_what_was_sent_back_not_accepted() -> None:
    with pytest.raises(StepOutOfOrder):
        awaiting().given(accepted()).when(send_back())
    with pytest.raises(StepOutOfOrder):
        awaiting().given(send_back()).when(accepted())
