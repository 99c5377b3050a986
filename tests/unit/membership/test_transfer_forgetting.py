"""Who was announced from outside and never arrived can be forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.leaving_events import (
    MemberForgotten,
)
from services.membership.domain.member.rejections import (
    CauseMissing,
    MemberIsForgotten,
    StillExpected,
    UnknownMember,
)
from services.membership.domain.transfer.causes import RefusalCause, TransferKind
from services.membership.domain.transfer.commands import (
    EraseIncoming,
    PresentOutsideLetter,
    ReturnTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import outside
from services.membership.domain.transfer.forgetting import RegisterKnowsHim
from services.membership.domain.transfer.steps import UnknownTransfer
from tests.unit.membership.register_scene import (
    TODAY,
    Register,
    accepted,
    district,
    on,
    person,
    request,
)

T1: dict[str, Any] = {**on(TODAY), "transfer_id": "t1"}
LEFT, ORDER = ErasureGround.LEFT_REGISTER, ErasureGround.BY_ORDER
LETTER = PresentOutsideLetter(
    by="s1", number="深组转 1", issued_on=TODAY, valid_until=TODAY + timedelta(days=20), **T1
)


def announced() -> Register:
    """Person n1 is to come to branch b1 by transfer t1."""
    shenzhen = outside("深圳市南山区委", "44")
    kind = TransferKind.CROSS_PROVINCE
    return district().given(request(shenzhen, "b1", kind=kind, incoming=(person(),)))


def erasing(ground: ErasureGround = LEFT, **given: Any) -> EraseIncoming:
    return EraseIncoming(**{**T1, "member_id": "n1", "ground": ground, **given})


def test_who_never_came_is_forgotten() -> None:
    withdrawn = announced().given(WithdrawTransfer(**T1))
    assert withdrawn.when(erasing()) == (MemberForgotten("n1", LEFT, "", TODAY),)
    assert withdrawn.member("n1").forgotten


def test_who_was_sent_back_is_forgotten() -> None:
    cause = RefusalCause.DETAILS_WRONG
    returned = announced().given(LETTER, ReturnTransfer(by="s1", cause=cause, **T1))
    assert returned.when(erasing()) == (MemberForgotten("n1", LEFT, "", TODAY),)


def test_who_may_yet_arrive_is_forgotten_by_order_only_and_then_does_not_arrive() -> None:
    there = announced().given(LETTER)
    with pytest.raises(StillExpected):
        there.when(erasing())
    with pytest.raises(CauseMissing):
        there.when(erasing(ORDER))
    there.given(erasing(ORDER, order=" 法院决定 1 号 "))
    with pytest.raises(MemberIsForgotten):
        there.when(accepted("s1"))
    there.given(WithdrawTransfer(**T1))


def test_who_arrived_is_erased_as_a_member() -> None:
    with pytest.raises(RegisterKnowsHim):
        announced().given(LETTER, accepted("s1")).when(erasing(ORDER, order="法院决定 1 号"))


def test_only_whom_the_transfer_announced() -> None:
    there = announced().given(WithdrawTransfer(**T1))
    with pytest.raises(UnknownMember):
        there.when(erasing(member_id="m1"))
    with pytest.raises(UnknownTransfer):
        there.when(erasing(transfer_id="t2"))


def test_not_before_the_transfer_came_to_its_end() -> None:
    there = announced().given(WithdrawTransfer(**T1))
    with pytest.raises(EffectiveDateBeforeLast):
        there.when(erasing(effective_date=TODAY - timedelta(days=1)))
