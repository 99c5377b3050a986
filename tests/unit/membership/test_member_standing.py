"""How a member stands: probation, class, posts, suspension and restoration."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.member.commands import (
    AdmitToFull,
    AssignPost,
    ChangeMemberClass,
    CompleteRectification,
    ExtendProbation,
    RegainContact,
    RelievePost,
    ReportLostContact,
    RestoreMembership,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.member.events import (
    AdmittedToFull,
    ContactLost,
    ContactRegained,
    MemberClassChanged,
    MembershipRestored,
    MembershipSuspended,
    PostAssigned,
    PostRelieved,
    ProbationExtended,
    RectificationCompleted,
    RectificationStarted,
)
from services.membership.domain.member.posts import PostNeedsFullMember
from services.membership.domain.member.rectification import (
    RectificationTooLong,
    RectificationUnderWay,
)
from services.membership.domain.member.rejections import CauseMissing, DateNotReached
from services.membership.domain.member.standing import (
    AlreadySuspended,
    ContactNotReportedLost,
    LostContactTooShort,
    NotProbationary,
    ProbationAlreadyExtended,
    ProbationExtensionOutOfBounds,
    ProbationNotServed,
    StillOutOfContact,
)
from services.membership.domain.terms import MemberClass, Post, Standing
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    Register,
    district,
    facts,
    on,
    probationary,
    register,
    said,
)

PATH = "d/s1/g1/b1"
FULL = facts("b1", PATH)
JOINED = date(2025, 3, 10)
ON_PROBATION = facts("b1", PATH, probationary(JOINED))
ME: dict[str, Any] = {"member_id": "m1"}
LOST_CONTACT = SuspensionCause.LOST_CONTACT
SUSPENDED = replace(FULL, standing=Standing.SUSPENDED)


def full_member() -> Register:
    return district().given(register())


def probationary_member() -> Register:
    return district().given(register(details=probationary(JOINED), **on(JOINED)))


def test_a_probationary_member_becomes_full_after_a_year() -> None:
    scene, day = probationary_member(), date(2026, 3, 10)
    with pytest.raises(ProbationNotServed):
        scene.when(AdmitToFull(**ME, **on(day - timedelta(days=1))))
    full = replace(ON_PROBATION, standing=Standing.FULL)
    assert scene.when(AdmitToFull(**ME, **on(day))) == (
        AdmittedToFull("m1", ON_PROBATION, full, day),
    )
    assert scene.member().full_date == day


def test_a_full_member_is_admitted_already() -> None:
    assert full_member().when(AdmitToFull(**ME, **on(TODAY))) == ()


def test_a_suspended_member_is_not_admitted() -> None:
    scene = full_member().given(suspend(SuspensionCause.OTHER, "出国定居"))
    with pytest.raises(NotProbationary):
        scene.when(AdmitToFull(**ME, **on(TODAY)))


def test_an_extended_probation_is_served_to_its_new_end() -> None:
    scene, until = probationary_member(), date(2026, 6, 1)
    extend = ExtendProbation(**ME, until=until, note=said("尚需考察"), **on(date(2026, 3, 10)))
    assert scene.when(extend) == (
        ProbationExtended("m1", until, "", said("尚需考察"), date(2026, 3, 10)),
    )
    with pytest.raises(ProbationNotServed):
        scene.when(AdmitToFull(**ME, **on(date(2026, 5, 31))))
    with pytest.raises(ProbationAlreadyExtended):
        scene.when(replace(extend, until=date(2026, 7, 1)))
    assert len(scene.when(AdmitToFull(**ME, **on(until)))) == 1


@pytest.mark.parametrize("until", [date(2026, 3, 10), date(2027, 3, 11)])
def test_probation_is_extended_beyond_its_end_by_a_year_at_most(until: date) -> None:
    with pytest.raises(ProbationExtensionOutOfBounds):
        probationary_member().when(
            ExtendProbation(**ME, until=until, note=said("尚需考察"), **on(TODAY))
        )


def test_an_extension_says_why_and_is_for_probationary_members() -> None:
    extend = ExtendProbation(**ME, until=date(2027, 3, 10), note=said(" "), **on(TODAY))
    with pytest.raises(CauseMissing):
        probationary_member().when(extend)
    with pytest.raises(NotProbationary):
        full_member().when(extend)


def test_a_member_changes_class_and_is_counted_in_the_new_one() -> None:
    command = ChangeMemberClass(**ME, member_class=MemberClass.RETIRED, **on(TODAY))
    after = replace(FULL, member_class=MemberClass.RETIRED)
    assert full_member().when(command) == (MemberClassChanged("m1", FULL, after, TODAY),)


def test_a_post_is_assigned_and_relieved() -> None:
    scene, post = full_member(), Post.SECRETARY
    assert scene.when(AssignPost(**ME, post=post, **on(TODAY))) == (
        PostAssigned("m1", "b1", post, TODAY),
    )
    assert scene.when(RelievePost(**ME, post=post, **on(TODAY))) == (
        PostRelieved("m1", "b1", post, TODAY),
    )
    assert scene.member().posts == ()


def test_a_post_needs_a_full_member() -> None:
    with pytest.raises(PostNeedsFullMember):
        probationary_member().when(AssignPost(**ME, post=Post.SECRETARY, **on(TODAY)))


def suspend(cause: SuspensionCause, text: str = "", day: date = TODAY) -> SuspendMembership:
    return SuspendMembership(**ME, cause=cause, note=said(text) if text else None, **on(day))


def test_contact_is_lost_and_regained() -> None:
    scene, since = full_member(), date(2025, 12, 1)
    assert scene.when(ReportLostContact(**ME, since=since, **on(TODAY))) == (
        ContactLost("m1", since, TODAY),
    )
    assert scene.when(RegainContact(**ME, **on(TODAY))) == (ContactRegained("m1", TODAY),)


def test_contact_is_not_lost_in_the_future() -> None:
    with pytest.raises(DateNotReached):
        full_member().when(ReportLostContact(**ME, since=TODAY + timedelta(days=1), **on(TODAY)))


def test_six_months_without_contact_suspend_membership() -> None:
    scene = full_member()
    with pytest.raises(ContactNotReportedLost):
        scene.when(suspend(LOST_CONTACT))
    scene.given(ReportLostContact(**ME, since=date(2025, 10, 15), **on(date(2026, 1, 1))))
    with pytest.raises(LostContactTooShort):
        scene.when(suspend(LOST_CONTACT, day=date(2026, 4, 14)))
    assert scene.when(suspend(LOST_CONTACT, day=date(2026, 4, 15))) == (
        MembershipSuspended("m1", FULL, SUSPENDED, LOST_CONTACT, "", None, date(2026, 4, 15)),
    )


def test_another_cause_of_suspension_is_stated() -> None:
    scene = full_member()
    with pytest.raises(CauseMissing):
        scene.when(suspend(SuspensionCause.OTHER))
    (event,) = scene.when(suspend(SuspensionCause.OTHER, "出国定居"))
    assert isinstance(event, MembershipSuspended)
    assert (event.cause_text, event.note) == ("", said("出国定居"))
    with pytest.raises(AlreadySuspended):
        scene.when(suspend(LOST_CONTACT))


def test_who_is_suspended_leaves_his_posts() -> None:
    scene = full_member().given(AssignPost(**ME, post=Post.SECRETARY, **on(TODAY)))
    _, *left = scene.when(suspend(SuspensionCause.OTHER, "出国定居"))
    assert left == [PostRelieved("m1", "b1", Post.SECRETARY, TODAY)]


def test_restored_is_what_was_before() -> None:
    scene = probationary_member().given(suspend(SuspensionCause.OTHER, "出国定居"))
    suspended = replace(ON_PROBATION, standing=Standing.SUSPENDED)
    assert scene.when(RestoreMembership(**ME, **on(TODAY))) == (
        MembershipRestored("m1", suspended, ON_PROBATION, TODAY),
    )


def test_who_was_suspended_for_lost_contact_is_restored_once_reached() -> None:
    scene = full_member().given(
        ReportLostContact(**ME, since=ENTERED, **on(ENTERED)), suspend(LOST_CONTACT)
    )
    with pytest.raises(StillOutOfContact):
        scene.when(RestoreMembership(**ME, **on(TODAY)))
    scene.given(RegainContact(**ME, **on(TODAY)), RestoreMembership(**ME, **on(TODAY)))
    assert scene.member().facts == FULL


def rectify(deadline: date, text: str = "不履行义务") -> StartRectification:
    return StartRectification(**ME, deadline=deadline, note=said(text), **on(TODAY))


def test_a_rectification_has_a_deadline_within_a_year_and_an_end() -> None:
    scene, deadline = full_member(), date(2027, 6, 1)
    assert scene.when(rectify(deadline)) == (
        RectificationStarted("m1", deadline, "", said("不履行义务"), TODAY),
    )
    with pytest.raises(RectificationUnderWay):
        scene.when(rectify(deadline - timedelta(days=1)))
    assert scene.when(CompleteRectification(**ME, **on(TODAY))) == (
        RectificationCompleted("m1", TODAY),
    )


@pytest.mark.parametrize("deadline", [TODAY, date(2027, 6, 2)])
def test_a_rectification_is_neither_over_at_once_nor_longer_than_a_year(deadline: date) -> None:
    with pytest.raises(RectificationTooLong):
        full_member().when(rectify(deadline))


def test_a_rectification_says_why() -> None:
    with pytest.raises(CauseMissing):
        full_member().when(rectify(date(2027, 6, 1), " "))
