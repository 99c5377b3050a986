"""Letters that come from outside the city: presented, replaced, refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.member.affiliation_events import PocketMemberCleared
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PresentOutsideLetter,
)
from services.membership.domain.transfer.events import (
    Letter,
    OutsideLetterPresented,
)
from services.membership.domain.transfer.letter_rules import (
    LetterHasExpired,
    LetterNotYetWritten,
    LetterNumberUnsuitable,
    LetterValidityOutOfBounds,
    ReleasingSideIsInside,
)
from services.membership.domain.transfer.request import ReleasingSideIsOutside
from services.membership.domain.transfer.steps import NotEntitledToTransfer, StepOutOfOrder
from tests.unit.membership.letter_scene import DAY, LAST, LATE, T1, reissue
from tests.unit.membership.register_scene import (
    FOUNDED,
    TODAY,
    Register,
    district,
    on,
    person,
    register,
    request,
)
from tests.unit.membership.transfer_scene import SHENZHEN

ARRIVING: dict[str, Any] = {"kind": TransferKind.CROSS_PROVINCE, "incoming": (person(),)}


def arriving() -> Register:
    return district().given(request(SHENZHEN, **ARRIVING, **on(DAY)))


def present(**given: Any) -> PresentOutsideLetter:
    asked = {"by": "s1", "number": "深组转 77", "issued_on": DAY, "valid_until": LAST}
    return PresentOutsideLetter(**{**T1, **asked, **given})


def test_a_letter_from_outside_is_presented() -> None:
    letter = Letter("深组转 77", LAST, DAY)
    assert arriving().when(present()) == (OutsideLetterPresented("t1", letter, DAY),)


def test_a_new_letter_from_outside_replaces_an_expired_one() -> None:
    scene = arriving().given(present(), ExpireTransfer(transfer_id="t1", **on(LATE)))
    again = present(number="深组转 99", issued_on=LATE, valid_until=TODAY, **on(LATE))
    letter = Letter("深组转 99", TODAY, LATE)
    assert scene.when(again) == (
        OutsideLetterPresented("t1", letter, LATE),
        PocketMemberCleared("n1", "t1", LATE),
    )
    with pytest.raises(StepOutOfOrder):
        scene.when(replace(again, number="深组转 100"))


@pytest.mark.parametrize(
    ("refusal", "given"),
    [
        (NotEntitledToTransfer, {"by": "b1"}),
        (LetterNumberUnsuitable, {"number": " "}),
        (LetterNumberUnsuitable, {"number": "号" * 41}),
        (LetterNotYetWritten, {"issued_on": LAST}),
        (LetterHasExpired, {"issued_on": FOUNDED, "valid_until": date(2020, 1, 11)}),
        (LetterValidityOutOfBounds, {"valid_until": DAY + timedelta(days=91)}),
        (LetterValidityOutOfBounds, {"valid_until": DAY}),
    ],
)
def test_a_letter_from_outside_is_refused(refusal: type[Rejection], given: dict[str, Any]) -> None:
    with pytest.raises(refusal):
        arriving().when(present(**given))


def test_each_side_writes_its_own_letters() -> None:
    with pytest.raises(ReleasingSideIsInside):
        district().given(register("m1", "be1"), request(**on(DAY))).when(present())
    with pytest.raises(ReleasingSideIsOutside):
        arriving().given(present(), ExpireTransfer(transfer_id="t1", **on(LATE))).when(reissue())
