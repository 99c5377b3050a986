"""The release of who asked to go: approved, refused, or withdrawn; and what becomes of him."""

from datetime import timedelta

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.affiliation_events import TransferClosed
from services.membership.domain.member.causes import RemovalCause, TransferOutcome
from services.membership.domain.member.commands import ChangeMemberClass, RemoveMember
from services.membership.domain.member.rejections import (
    CauseMissing,
)
from services.membership.domain.terms import MemberClass
from services.membership.domain.transfer.causes import (
    RefusalCause,
)
from services.membership.domain.transfer.commands import (
    ApproveRelease,
    RefuseRelease,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import (
    ReleaseApproved,
    ReleaseRefused,
    TransferWithdrawn,
)
from services.membership.domain.transfer.request import ReleasingSideIsOutside
from services.membership.domain.transfer.steps import (
    NotEntitledToTransfer,
    RemarksTooLong,
    StepOutOfOrder,
    UnknownTransfer,
)
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    accepted,
    on,
    person,
    released,
    request,
    said,
)
from tests.unit.membership.transfer_scene import CROSS, SHENZHEN, T1, three_members

A_DAY = timedelta(days=1)


def test_the_members_own_committee_approves_the_release() -> None:
    there = three_members().given(request())
    for stranger in ("s1", "s2", "d", "be1"):
        with pytest.raises(NotEntitledToTransfer):
            there.when(ApproveRelease(by=stranger, **T1))
    assert there.when(ApproveRelease(by="e", **T1)) == (ReleaseApproved("t1", "e", TODAY),)


def test_a_release_is_refused_with_its_cause_and_frees_the_member() -> None:
    there, cause = three_members().given(request()), RefusalCause.DUES_UNSETTLED
    with pytest.raises(NotEntitledToTransfer):
        there.when(RefuseRelease(by="s1", cause=cause, **T1))
    with pytest.raises(CauseMissing):
        there.when(RefuseRelease(by="e", cause=RefusalCause.OTHER, cause_text=" ", **T1))
    assert there.when(RefuseRelease(by="e", cause=cause, **T1)) == (
        ReleaseRefused("t1", "e", cause, "", TODAY),
        TransferClosed("m1", "t1", TransferOutcome.RELEASE_REFUSED, TODAY),
    )
    there.given(request(transfer_id="t2"))


def test_what_was_released_is_not_refused_and_what_was_refused_not_released() -> None:
    refuse = RefuseRelease(by="e", cause=RefusalCause.DUES_UNSETTLED, **T1)
    approve = ApproveRelease(by="e", **T1)
    with pytest.raises(StepOutOfOrder):
        three_members().given(request(), approve).when(refuse)
    with pytest.raises(StepOutOfOrder):
        three_members().given(request(), refuse).when(approve)


def test_who_comes_from_outside_was_released_there() -> None:
    there = three_members().given(request(SHENZHEN, kind=CROSS, incoming=(person(),)))
    with pytest.raises(ReleasingSideIsOutside):
        there.when(ApproveRelease(by="s1", **T1))


def test_a_step_follows_the_one_before_in_time_too() -> None:
    there = three_members().given(request())
    with pytest.raises(EffectiveDateBeforeLast):
        there.when(ApproveRelease(by="e", transfer_id="t1", **on(TODAY - A_DAY)))


def test_a_transfer_is_withdrawn_and_frees_the_member() -> None:
    there = three_members().given(request())
    assert there.when(WithdrawTransfer(cause_text=" 不再调动 ", **T1)) == (
        TransferWithdrawn("t1", "不再调动", TODAY),
        TransferClosed("m1", "t1", TransferOutcome.WITHDRAWN, TODAY),
    )
    assert there.member().open_transfer is None


def test_nothing_is_withdrawn_after_acceptance_or_before_it_was_asked_for() -> None:
    with pytest.raises(UnknownTransfer):
        three_members().when(WithdrawTransfer(**T1))
    with pytest.raises(StepOutOfOrder):
        three_members().given(request(), *released(), accepted()).when(WithdrawTransfer(**T1))


def test_a_remark_is_short() -> None:
    with pytest.raises(RemarksTooLong):
        three_members().given(request()).when(WithdrawTransfer(cause_text="长" * 201, **T1))


def test_a_members_own_later_fact_comes_before_the_end_of_his_transfer() -> None:
    there = three_members().given(
        request(**on(ENTERED)),
        ChangeMemberClass(member_id="m1", member_class=MemberClass.RETIRED, **on(TODAY)),
    )
    with pytest.raises(EffectiveDateBeforeLast):
        there.when(WithdrawTransfer(transfer_id="t1", **on(TODAY - A_DAY)))


def test_who_left_the_register_is_not_spoken_of_again() -> None:
    there = three_members().given(
        request(),
        RemoveMember(
            member_id="m1",
            cause=RemovalCause.ASKED_TO_LEAVE,
            note=said("书面申请退党"),
            **on(TODAY),
        ),
    )
    assert there.when(WithdrawTransfer(**T1)) == (TransferWithdrawn("t1", "", TODAY),)
