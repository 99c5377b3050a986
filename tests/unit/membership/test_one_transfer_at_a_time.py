"""Nobody comes from outside by two transfers: the second is refused when it is asked for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.membership.domain.member.affiliation_events import (
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.causes import ErasureGround, Origin, TransferOutcome
from services.membership.domain.member.commands import (
    AssignPost,
    EraseMember,
    RemoveMember,
)
from services.membership.domain.member.events import MemberRegistered
from services.membership.domain.member.rejections import (
    ExpectedByTransfer,
    MayNotRegisterAgain,
    MemberAlreadyRegistered,
    StillExpected,
    UnknownMember,
)
from services.membership.domain.terms import Post, Standing
from services.membership.domain.transfer.causes import RefusalCause, TransferKind
from services.membership.domain.transfer.commands import (
    EraseIncoming,
    RecordOutsideReceipt,
    RequestTransfer,
    ReturnTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import TransferRequested
from services.membership.domain.transfer.people import TransferAlreadyOpen
from tests.unit.membership.arriving_scene import DAY, asking, letter
from tests.unit.membership.register_scene import (
    LEFT,
    TODAY,
    accepted,
    district,
    on,
    person,
    probationary,
    register,
    request,
)
from tests.unit.membership.transfer_scene import (
    CROSS,
    SHENZHEN,
    T1,
    awaiting,
    before_binding,
    place,
)

WHOLE = TransferKind.WHOLE_ORGANISATION


def test_whom_a_transfer_announces_from_outside_it_binds() -> None:
    requested, opened = district().when(asking())
    assert isinstance(requested, TransferRequested)
    assert opened == TransferOpened("n1", "t1", DAY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (asking(), asking("t2")),
        (asking(kind=WHOLE, incoming=(person("n2"), person())), asking("t2")),
        (asking(), asking("t2", kind=WHOLE, incoming=(person("n2"), person()))),
        (
            asking(kind=WHOLE, incoming=(person("n2"), person())),
            asking("t2", kind=WHOLE, incoming=(person(), person("n3"))),
        ),
    ],
    ids=["one and one", "whole and one", "one and whole", "whole and whole"],
)
def test_a_second_transfer_of_the_same_person_is_refused(
    first: RequestTransfer, second: RequestTransfer
) -> None:
    with pytest.raises(TransferAlreadyOpen) as refused:
        district().given(first).when(second)
    assert refused.value.field == "incoming"
    assert "'n1'" in refused.value.message
    assert refused.value.label == "该党员已有未办结的组织关系转接,请先办结或撤回"


def test_it_stays_refused_with_a_good_letter_and_until_he_is_placed() -> None:
    scene = district().given(asking(), letter())
    with pytest.raises(TransferAlreadyOpen):
        scene.when(asking("t2"))
    scene.given(accepted(**on(DAY)))
    with pytest.raises(MemberAlreadyRegistered):
        scene.when(asking("t2"))


def test_after_a_withdrawal_another_may_ask() -> None:
    scene = district().given(asking())
    assert scene.when(WithdrawTransfer(transfer_id="t1", **on(DAY)))[1:] == (
        TransferClosed("n1", "t1", TransferOutcome.WITHDRAWN, DAY),
    )
    assert scene.when(asking("t2"))[1:] == (TransferOpened("n1", "t2", DAY),)


def test_after_a_return_another_may_ask() -> None:
    wrong = RefusalCause.WRONG_RECEIVER
    scene = district().given(asking(), letter())
    assert scene.when(ReturnTransfer(transfer_id="t1", by="s1", cause=wrong, **on(DAY)))[1:] == (
        TransferClosed("n1", "t1", TransferOutcome.RETURNED, DAY),
    )
    assert scene.when(asking("t2"))[1:] == (TransferOpened("n1", "t2", DAY),)


def test_nobody_is_registered_past_the_letter_he_comes_by() -> None:
    scene = district().given(asking())
    with pytest.raises(ExpectedByTransfer) as refused:
        scene.when(register("n1", "be1", **on(TODAY)))
    assert refused.value.field == "member_id"
    scene.given(WithdrawTransfer(transfer_id="t1", **on(DAY)))
    assert isinstance(scene.when(register("n1", "be1", **on(TODAY)))[0], MemberRegistered)


def test_who_is_only_announced_is_no_member() -> None:
    scene = district().given(asking())
    for command in (
        AssignPost(member_id="n1", post=Post.SECRETARY, **on(TODAY)),
        EraseMember(member_id="n1", ground=ErasureGround.LEFT_REGISTER, **on(TODAY)),
        request(member_ids=("n1",), transfer_id="t2"),
    ):
        with pytest.raises(UnknownMember):
            scene.when(command)


def test_who_left_and_is_to_come_back_is_expected_once_and_not_forgotten() -> None:
    scene = awaiting(receiving=SHENZHEN, kind=CROSS)
    back = asking("t2", TODAY, incoming=(person("m1"),))
    scene.given(RecordOutsideReceipt(by="e", **T1), back)
    with pytest.raises(TransferAlreadyOpen):
        scene.when(replace(back, transfer_id="t3"))
    forgotten = EraseMember(member_id="m1", ground=ErasureGround.LEFT_REGISTER, **on(TODAY))
    with pytest.raises(StillExpected):
        scene.when(forgotten)
    assert len(scene.given(WithdrawTransfer(transfer_id="t2", **on(TODAY))).when(forgotten)) == 1


def test_who_never_came_is_not_forgotten_while_another_expects_him() -> None:
    erasing = EraseIncoming(
        transfer_id="t1", member_id="n1", ground=ErasureGround.LEFT_REGISTER, **on(TODAY)
    )
    scene = district().given(asking(), WithdrawTransfer(transfer_id="t1", **on(DAY)), asking("t2"))
    with pytest.raises(StillExpected):
        scene.when(erasing)
    assert len(scene.given(WithdrawTransfer(transfer_id="t2", **on(DAY))).when(erasing)) == 1


def test_who_was_removed_and_joined_anew_elsewhere_arrives_at_the_second_asking() -> None:
    """What counts is the day he left, not the day a transfer was asked for."""
    removed, joined = date(2024, 2, 1), date(2025, 9, 1)
    scene = district().given(
        register("m1", "be1"), RemoveMember(member_id="m1", **LEFT, **on(removed))
    )
    with pytest.raises(MayNotRegisterAgain):
        scene.when(asking(incoming=(person("m1", probationary(date(2023, 9, 1))),)))
    anew = (person("m1", probationary(joined)),)
    scene.given(
        asking("t2", incoming=anew),
        WithdrawTransfer(transfer_id="t2", **on(DAY)),
        asking(incoming=anew),
        letter(until=DAY + timedelta(days=60)),
        accepted(**on(DAY)),
    )
    assert scene.member().standing is Standing.PROBATIONARY


def test_a_request_from_before_it_bound_anybody_binds_with_its_letter() -> None:
    scene = before_binding(district(), asking())
    assert scene.when(letter())[1:] == (TransferOpened("n1", "t1", DAY),)
    with pytest.raises(TransferAlreadyOpen):
        scene.when(asking("t2"))


def test_who_was_announced_before_it_bound_anybody_still_arrives_or_is_given_up() -> None:
    scene = before_binding(district(), asking(), letter())
    _, opened, registered = scene.when(accepted(**on(DAY)))
    assert opened == TransferOpened("n1", "t1", DAY)
    assert isinstance(registered, MemberRegistered)
    assert (registered.origin, registered.transfer_id) == (Origin.TRANSFER, "t1")
    assert len(scene.when(place())) == 3
    other = before_binding(district(), asking(), letter())
    assert len(other.when(WithdrawTransfer(transfer_id="t1", **on(DAY)))) == 1


def test_who_was_registered_past_such_a_request_does_not_arrive_a_second_time() -> None:
    scene = before_binding(district(), asking(), letter()).given(register("n1", "b1"))
    with pytest.raises(MemberAlreadyRegistered):
        scene.when(accepted(**on(DAY)))
