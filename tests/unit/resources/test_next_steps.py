"""Who is refused because it is not the turn of a step is told, in both languages, what can be done now."""

import pytest

from services.resources.domain.admission.decider import TaskStage, TaskStageWrong
from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.agreement.rejections import (
    AgreementStageWrong,
    NotAParty,
    UnknownBreach,
    UnknownObligation,
)
from services.resources.domain.fund.rejections import UnknownVoucher
from services.resources.domain.listing.events import ClaimStage
from services.resources.domain.listing.rejections import (
    ClaimStageWrong,
    ListingClosed,
    ListingNotCompleted,
    UnknownClaim,
)
from services.resources.domain.meeting.meeting import MeetingStage
from services.resources.domain.meeting.rejections import MeetingStepOutOfOrder
from services.resources.domain.rejection import Rejection
from tests.unit.resources.scene import TODAY

REFUSED: list[Rejection] = [
    *map(AgreementStageWrong, AgreementStage),
    *map(ClaimStageWrong, ClaimStage),
    *map(MeetingStepOutOfOrder, MeetingStage),
    *map(TaskStageWrong, TaskStage),
    ListingClosed(TODAY),
    ListingNotCompleted(),
    NotAParty("unit_id", "u"),
    UnknownBreach("b"),
    UnknownClaim("c"),
    UnknownObligation(3, 2),
    UnknownVoucher("v"),
]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda each: f"{each.slug}: {each}")
def test_a_refusal_says_what_is_wrong_and_what_to_do_next(refused: Rejection) -> None:
    wrong, _, following = refused.message.partition("; ")
    assert wrong
    assert following
    assert "this is not its next step" not in refused.message
    assert any(word in refused.label for word in (",请", ",可", ",只能"))


def test_an_item_not_completed_is_what_is_wrong_and_not_its_stars() -> None:
    assert ListingNotCompleted().field == "listing_id"
