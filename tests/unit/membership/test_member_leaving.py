"""How a member leaves the register, and how a person is forgotten."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.causes import (
    ErasureGround,
    RemovalCause,
    SuspensionCause,
)
from services.membership.domain.member.commands import (
    EraseMember,
    ExpelMember,
    RecordDecease,
    RegainContact,
    RemoveMember,
    ReportLostContact,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.member.leaving import (
    AbsenceStartMissing,
    AbsenceTooShort,
    NoRectification,
    NotSuspendedForLostContact,
    ReasonNotExcluded,
    RectificationStillRunning,
    SuspensionTooShort,
)
from services.membership.domain.member.leaving_events import (
    MemberDeceased,
    MemberExpelled,
    MemberForgotten,
    MemberRemoved,
)
from services.membership.domain.member.rejections import (
    CauseMissing,
    MemberNotOnRegister,
    MemberStillOnRegister,
    UnknownMember,
)
from services.membership.domain.terms import Standing
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    Register,
    district,
    facts,
    on,
    register,
    said,
)

FACTS = facts("b1", "d/s1/g1/b1")
ME: dict[str, Any] = {"member_id": "m1"}


def member() -> Register:
    return district().given(register())


def remove(cause: RemovalCause, day: date = TODAY, **given: Any) -> RemoveMember:
    return RemoveMember(**ME, cause=cause, **{**on(day), **given})


def test_two_years_suspended_for_lost_contact_end_in_removal() -> None:
    cause, suspended_on = RemovalCause.LOST_CONTACT, ENTERED + timedelta(days=30)
    scene = member()
    with pytest.raises(NotSuspendedForLostContact):
        scene.when(remove(cause))
    scene.given(
        ReportLostContact(**ME, since=date(2023, 7, 1), **on(ENTERED)),
        SuspendMembership(**ME, cause=SuspensionCause.LOST_CONTACT, **on(suspended_on)),
    )
    with pytest.raises(SuspensionTooShort):
        scene.when(remove(cause, date(2026, 2, 8)))
    suspended = replace(FACTS, standing=Standing.SUSPENDED)
    assert scene.when(remove(cause, date(2026, 2, 9))) == (
        MemberRemoved("m1", suspended, None, cause, "", None, date(2026, 2, 9)),
    )


def test_who_was_reached_again_is_not_removed_for_lost_contact() -> None:
    scene = member().given(
        ReportLostContact(**ME, since=date(2023, 7, 1), **on(ENTERED)),
        SuspendMembership(**ME, cause=SuspensionCause.LOST_CONTACT, **on(ENTERED)),
        RegainContact(**ME, **on(TODAY)),
    )
    with pytest.raises(NotSuspendedForLostContact):
        scene.when(remove(RemovalCause.LOST_CONTACT))


def test_another_suspension_does_not_lead_to_removal_for_lost_contact() -> None:
    scene = member().given(
        ReportLostContact(**ME, since=date(2023, 7, 1), **on(ENTERED)),
        SuspendMembership(**ME, cause=SuspensionCause.OTHER, note=said("出国定居"), **on(ENTERED)),
    )
    with pytest.raises(NotSuspendedForLostContact):
        scene.when(remove(RemovalCause.LOST_CONTACT))


def test_six_months_without_taking_part_end_in_removal() -> None:
    cause = RemovalCause.NO_PARTICIPATION
    with pytest.raises(AbsenceStartMissing):
        member().when(remove(cause))
    with pytest.raises(AbsenceTooShort):
        member().when(remove(cause, since=date(2025, 12, 2)))
    since = date(2025, 12, 1)
    with pytest.raises(ReasonNotExcluded) as refused:
        member().when(remove(cause, since=since))
    assert refused.value.field == "without_reason"
    assert member().when(remove(cause, since=since, without_reason=True)) == (
        MemberRemoved("m1", FACTS, None, cause, "", None, TODAY, since, without_reason=True),
    )


def test_a_removal_for_another_cause_tells_of_no_absence() -> None:
    left = remove(RemovalCause.ASKED_TO_LEAVE, note=said("书面申请退党"), since=ENTERED)
    [removed] = member().when(replace(left, without_reason=True))
    assert isinstance(removed, MemberRemoved)
    assert (removed.since, removed.without_reason) == (None, False)


def test_a_rectification_that_failed_ends_in_removal() -> None:
    cause, deadline = RemovalCause.RECTIFICATION_FAILED, date(2025, 1, 10)
    with pytest.raises(NoRectification):
        member().when(remove(cause))
    scene = member().given(
        StartRectification(**ME, deadline=deadline, note=said("不履行义务"), **on(ENTERED))
    )
    with pytest.raises(RectificationStillRunning):
        scene.when(remove(cause, deadline))
    assert len(scene.when(remove(cause, deadline + timedelta(days=1)))) == 1


def test_who_asks_to_leave_says_so() -> None:
    cause = RemovalCause.ASKED_TO_LEAVE
    with pytest.raises(CauseMissing):
        member().when(remove(cause))
    assert member().when(remove(cause, note=said(" 书面申请退党 "))) == (
        MemberRemoved("m1", FACTS, None, cause, "", said("书面申请退党"), TODAY),
    )


def test_an_expulsion_rests_on_a_decision() -> None:
    with pytest.raises(CauseMissing):
        member().when(ExpelMember(**ME, note=said(""), **on(TODAY)))
    assert member().when(ExpelMember(**ME, note=said("市纪委决定"), **on(TODAY))) == (
        MemberExpelled("m1", FACTS, None, "", said("市纪委决定"), TODAY),
    )


def test_a_death_ends_the_membership() -> None:
    scene = member()
    assert scene.when(RecordDecease(**ME, **on(TODAY))) == (
        MemberDeceased("m1", FACTS, None, TODAY),
    )
    assert (scene.member().facts, scene.member().standing) == (None, Standing.DECEASED)


def test_who_left_one_way_does_not_leave_another() -> None:
    scene = member().given(RecordDecease(**ME, **on(TODAY)))
    for command in (
        ExpelMember(**ME, note=said("市纪委决定"), **on(TODAY)),
        remove(RemovalCause.ASKED_TO_LEAVE, note=said("书面申请退党")),
        StartRectification(**ME, deadline=TODAY, note=said("不履行义务"), **on(TODAY)),
    ):
        with pytest.raises(MemberNotOnRegister):
            scene.when(command)


def test_nobody_unknown_leaves() -> None:
    with pytest.raises(UnknownMember):
        district().when(RecordDecease(**ME, **on(TODAY)))


def test_who_left_is_forgotten() -> None:
    scene = member().given(RecordDecease(**ME, **on(TODAY)))
    ground = ErasureGround.LEFT_REGISTER
    assert scene.when(EraseMember(**ME, ground=ground, **on(TODAY))) == (
        MemberForgotten("m1", ground, "", TODAY),
    )
    assert scene.member().sealed == ""


def test_a_member_is_forgotten_by_order_only_and_stays_counted() -> None:
    scene = member()
    with pytest.raises(MemberStillOnRegister):
        scene.when(EraseMember(**ME, ground=ErasureGround.LEFT_REGISTER, **on(TODAY)))
    by_order = EraseMember(**ME, ground=ErasureGround.BY_ORDER, **on(TODAY))
    with pytest.raises(CauseMissing):
        scene.when(by_order)
    scene.given(replace(by_order, order="法院决定 1 号"))
    assert scene.member().facts == FACTS


def test_a_forgotten_member_who_later_leaves_stays_forgotten() -> None:
    scene = member().given(
        EraseMember(**ME, ground=ErasureGround.BY_ORDER, order="法院决定 1 号", **on(TODAY)),
        RecordDecease(**ME, **on(TODAY)),
    )
    assert scene.member().forgotten


def test_an_unknown_person_is_not_forgotten() -> None:
    with pytest.raises(UnknownMember):
        district().when(EraseMember(**ME, ground=ErasureGround.LEFT_REGISTER, **on(TODAY)))


def test_nobody_is_forgotten_before_the_last_fact_told_of_him() -> None:
    scene = member().given(RecordDecease(**ME, **on(TODAY)))
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(EraseMember(**ME, ground=ErasureGround.LEFT_REGISTER, **on(ENTERED)))


def test_contact_lost_but_not_suspended_does_not_lead_to_removal() -> None:
    scene = member().given(ReportLostContact(**ME, since=date(2020, 7, 1), **on(ENTERED)))
    with pytest.raises(NotSuspendedForLostContact):
        scene.when(remove(RemovalCause.LOST_CONTACT))
