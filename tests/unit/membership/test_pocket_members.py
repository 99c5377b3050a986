"""A letter that expires in its bearer's pocket (口袋党员), on his way out of the city or in."""

from datetime import timedelta

import pytest

from services.membership.domain.member.affiliation_events import (
    PocketMemberCleared,
    PocketMemberWarned,
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.warnings import WarningReason, warnings
from services.membership.domain.rules.decider import initial as delivered_rules
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import OutsideLetterPresented
from services.membership.domain.transfer.people import TransferAlreadyOpen
from tests.unit.membership.arriving_scene import LAST, LATE, asking, letter
from tests.unit.membership.register_scene import (
    TODAY,
    Register,
    district,
    on,
)
from tests.unit.membership.transfer_scene import (
    CROSS,
    SHENZHEN,
    awaiting,
)


def expired() -> Register:
    """n1 was to come to the street, and his letter is no longer good."""
    return district().given(asking(), letter(), ExpireTransfer(transfer_id="t1", **on(LATE)))


def test_an_expired_letter_from_outside_warns_and_keeps_nobody() -> None:
    scene = district().given(asking(), letter())
    assert scene.when(ExpireTransfer(transfer_id="t1", **on(LATE)))[1:] == (
        PocketMemberWarned("n1", "t1", "深组转 77", LAST, LATE),
    )
    (warning,) = warnings(scene.member("n1"), LATE, delivered_rules)
    assert (warning.reason, warning.since) == (WarningReason.POCKET_MEMBER, LATE)
    assert scene.when(asking("t2", LATE))[1:] == (
        TransferClosed("n1", "t1", TransferOutcome.EXPIRED, LATE),
        TransferOpened("n1", "t2", LATE),
    )
    assert warnings(scene.member("n1"), TODAY, delivered_rules) == ()


def test_a_new_letter_does_not_bring_who_comes_by_another_transfer_meanwhile() -> None:
    scene = expired().given(asking("t2", LATE))
    again = letter("深组转 99", TODAY, **on(LATE))
    with pytest.raises(TransferAlreadyOpen) as refused:
        scene.when(again)
    assert refused.value.field == "transfer_id"
    scene.given(WithdrawTransfer(transfer_id="t2", **on(LATE)))
    assert scene.when(again)[1:] == (TransferOpened("n1", "t1", LATE),)


def test_of_two_expired_letters_the_one_that_is_replaced_brings_him() -> None:
    late = LATE + timedelta(days=30)
    scene = expired().given(
        asking("t2", LATE),
        letter("深组转 88", LATE + timedelta(days=20), "t2", **on(LATE)),
        ExpireTransfer(transfer_id="t2", **on(late)),
    )
    assert scene.when(letter("深组转 99", TODAY, **on(late)))[1:] == (
        TransferClosed("n1", "t2", TransferOutcome.EXPIRED, late),
        TransferOpened("n1", "t1", late),
    )


def test_a_new_letter_or_giving_up_lifts_the_warning() -> None:
    scene = expired()
    presented, *rest = scene.when(letter("深组转 99", TODAY, **on(LATE)))
    assert isinstance(presented, OutsideLetterPresented)
    assert rest == [PocketMemberCleared("n1", "t1", LATE)]
    assert warnings(scene.member("n1"), LATE, delivered_rules) == ()
    given_up = expired().given(WithdrawTransfer(transfer_id="t1", **on(LATE)))
    assert warnings(given_up.member("n1"), LATE, delivered_rules) == ()


def test_an_expired_letter_to_the_outside_warns_too() -> None:
    scene = awaiting(receiving=SHENZHEN, kind=CROSS)
    late = TODAY + timedelta(days=31)
    scene.given(ExpireTransfer(transfer_id="t1", **{**on(late), "today": late}))
    (warning,) = warnings(scene.member(), late, delivered_rules)
    assert (warning.reason, warning.since) == (WarningReason.POCKET_MEMBER, late)
