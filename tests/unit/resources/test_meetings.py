"""Meetings: agenda ahead, quorum, resolutions with owner and due date, follow-up."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.resources.domain.meeting import rejections
from services.resources.domain.meeting.commands import (
    AddAgendaItem,
    CallOffMeeting,
    ConveneMeeting,
    FileMinutes,
    FollowUpResolution,
    PassResolution,
    Point,
    RecordAttendance,
)
from services.resources.domain.meeting.events import (
    MeetingConvened,
    MeetingHeld,
    ResolutionCarriedOut,
    ResolutionFollowedUp,
)
from services.resources.domain.rejection import Rejection
from tests.unit.resources.scene import ONE, Scene, asked, at, found, on, street

A, B, C = "forestry", "school", "hospital"
OF: dict[str, Any] = {"meeting_id": "m", "conference_id": ONE}
HELD = {**OF, **on(date(2026, 3, 10))}
AGENDA = (Point("续签共建协议"), Point("暑期托管", B))


def convene(**given: Any) -> ConveneMeeting:
    asked_for: dict[str, Any] = {
        "chair": A,
        "starts": at(10, 9),
        "venue": "社区会议室",
        "agenda": AGENDA,
        **OF,
        **asked(),
        **given,
    }
    return ConveneMeeting(**asked_for)


def convened() -> Scene:
    return street().given(found(A, B, C), convene())


def held(*present: str) -> Scene:
    return convened().given(RecordAttendance(present=present, **HELD))


def resolution(number: int = 1, **given: Any) -> PassResolution:
    asked_for: dict[str, Any] = {"text": "开放操场", "owner": B, "due": date(2026, 4, 1), **HELD}
    return PassResolution(number=number, **{**asked_for, **given})


def test_the_sitting_chair_invites_all_members_with_the_agenda() -> None:
    (event,) = street().given(found(A, B, C)).when(convene())
    assert isinstance(event, MeetingConvened)
    assert event.expected == (A, B, C)
    assert [item.number for item in event.agenda] == [1, 2]
    assert len(convened().when(AddAgendaItem(item=Point("消防演练"), **OF, **asked()))) == 1


def test_a_meeting_is_quorate_when_more_than_half_came() -> None:
    for present, quorate in (((A, B), True), ((A,), False)):
        event = convened().when(RecordAttendance(present=present, **HELD))[0]
        assert isinstance(event, MeetingHeld)
        assert event.quorate is quorate


def test_a_resolution_is_followed_up_until_it_is_carried_out() -> None:
    scene = held(A, B).given(resolution(), FileMinutes(reference="纪要3号", **HELD))
    late = {**OF, **on(date(2026, 4, 2))}
    (noted,) = scene.when(FollowUpResolution(number=1, note="已开放周末", **HELD))
    assert isinstance(noted, ResolutionFollowedUp)
    (done,) = scene.when(FollowUpResolution(number=1, note="全面开放", done=True, **late))
    assert isinstance(done, ResolutionCarriedOut)
    assert not done.in_time


@pytest.mark.parametrize(
    ("scene", "command", "rejection"),
    [
        (convened, convene(meeting_id="n", chair=B), rejections.NotTheChair),
        (convened, convene(meeting_id="n", starts=at(4, 9)), rejections.NoticeOfAgendaTooShort),
        (convened, convene(meeting_id="n", agenda=()), rejections.AgendaEmpty),
        (convened, convene(chair=B), rejections.MeetingIdTaken),
        (convened, convene(conference_id="other"), rejections.MeetingIdTaken),
        (convened, convene(venue="礼堂"), rejections.MeetingIdTaken),
        (convened, convene(agenda=AGENDA[:1]), rejections.MeetingIdTaken),
        (convened, resolution(), rejections.MeetingStepOutOfOrder),
        (
            convened,
            RecordAttendance(present=("firm",), **HELD),
            rejections.NotInvited,
        ),
        (
            convened,
            RecordAttendance(present=(A,), **OF, **on(date(2026, 3, 9))),
            rejections.MeetingNotYetBegun,
        ),
        (lambda: held(A), resolution(), rejections.MeetingNotQuorate),
        (lambda: held(A, B), resolution(2), rejections.UnknownResolution),
        (
            lambda: held(A, B),
            resolution(due=date(2026, 3, 10) - timedelta(1)),
            rejections.DueBeforePassing,
        ),
        (
            lambda: held(A, B),
            CallOffMeeting(cause_text="x", **HELD),
            rejections.MeetingStepOutOfOrder,
        ),
    ],
)
def test_what_breaks_a_rule_is_refused(
    scene: Any, command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection) as refused:
        scene().decide(command)
    assert refused.value.label
