"""Member units of a conference: joining, leaving, seats, representatives, part-time members."""

from dataclasses import replace

from services.resources.domain.command import positive, stated, written
from services.resources.domain.conference.case import (
    ConferenceCase,
    NoMemberLeftToChair,
    member_of,
)
from services.resources.domain.conference.chairs import Terms, Turn
from services.resources.domain.conference.commands import (
    AllotSeats,
    AppointPartTimeMember,
    DelegateRepresentative,
    JoinConference,
    LeaveConference,
    RelievePartTimeMember,
)
from services.resources.domain.conference.conference import Conference
from services.resources.domain.conference.events import (
    ConferenceDissolved,
    ConferenceMemberJoined,
    ConferenceMemberLeft,
    PartTimeMemberAppointed,
    PartTimeMemberRelieved,
    RepresentativeDelegated,
    SeatsAllotted,
)
from services.resources.domain.conference.founding import delegated, dissolved, relieved
from services.resources.domain.rejection import Rejection


class AlreadyAMember(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "member.unit_id",
            f"unit {unit_id!r} is a member with other seats or another representative; change those",
            "该单位已是成员单位且信息不同,请变更席位或代表",
        )


def join(command: JoinConference, case: ConferenceCase) -> tuple[ConferenceMemberJoined, ...]:
    """Take the unit in; if it is to chair, its turn comes after those already published."""
    conference, day = case.conference, command.effective_date
    member = delegated(command.member, command, case, "member")
    known = conference.member(member.unit_id)
    if known is not None:
        if replace(known, since=member.since) == member:
            return ()
        raise AlreadyAMember(member.unit_id)
    was = conference.rotation
    rotation, turns = was, was.upcoming(day)
    if command.chairs:
        rotation = replace(was, order=(*was.order, member.unit_id))
        turns = (*turns, Turn(member.unit_id))
    return (
        ConferenceMemberJoined(
            conference_id=command.conference_id,
            before=None,
            after=member,
            chair_order=rotation.order,
            chairs_before=was.published(day),
            chairs=rotation.replanned(day, turns),
            effective_date=day,
        ),
    )


def leave(
    command: LeaveConference, case: ConferenceCase
) -> tuple[ConferenceMemberLeft | ConferenceDissolved | PartTimeMemberRelieved, ...]:
    """Let the unit go, and its part-time members; if it sits, the next chair takes over the same day.

    The last that could chair may not go, unless it left the city: then nobody is left to confer.
    """
    conference, day = case.conference, command.effective_date
    member = conference.member(command.unit_id)
    if member is None:
        return ()
    cause = stated(command.cause_text)
    order = tuple(each for each in conference.rotation.order if each != member.unit_id)
    if not order and command.departed:
        order = tuple(each.unit_id for each in conference.members if each != member)
        if not order:
            return dissolved(conference, command, cause)
    if not order:
        raise NoMemberLeftToChair("unit_id")
    return (
        *relieved(conference, command, member.unit_id),
        ConferenceMemberLeft(
            conference_id=command.conference_id,
            before=member,
            after=None,
            cause_text=cause,
            chair_order=order,
            chairs_before=conference.rotation.published(day),
            chairs=_without(member.unit_id, order, conference, command),
            effective_date=day,
        ),
    )


def _without(
    unit_id: str, order: tuple[str, ...], conference: Conference, command: LeaveConference
) -> Terms:
    day = command.effective_date
    rotation = replace(conference.rotation, order=order)
    turns = [turn for turn in rotation.upcoming(day) if turn.unit_id != unit_id]
    if rotation.sitting(day).unit_id == unit_id:
        return rotation.handed_over(day, turns)
    return rotation.replanned(day, turns)


def allot_seats(command: AllotSeats, case: ConferenceCase) -> tuple[SeatsAllotted, ...]:
    before = member_of(case.conference, command.unit_id)
    after = replace(before, seats=positive(command.seats, "seats"))
    if after == before:
        return ()
    return (SeatsAllotted(command.conference_id, before, after, command.effective_date),)


def delegate(
    command: DelegateRepresentative, case: ConferenceCase
) -> tuple[RepresentativeDelegated, ...]:
    before = member_of(case.conference, command.unit_id)
    post = written(command.representative_post, "representative_post")
    after = replace(before, representative_post=post)
    if after == before:
        return ()
    return (RepresentativeDelegated(command.conference_id, before, after, command.effective_date),)


def appoint(
    command: AppointPartTimeMember, case: ConferenceCase
) -> tuple[PartTimeMemberAppointed, ...]:
    """Let who holds the post in a member unit sit on a committee of the tree (兼职委员)."""
    member_of(case.conference, command.unit_id)
    case.around.organisation(command.organisation_id)
    post = written(command.post, "post")
    if (command.unit_id, command.organisation_id, post) in case.conference.part_timers:
        return ()
    return (
        PartTimeMemberAppointed(
            command.conference_id,
            command.unit_id,
            command.organisation_id,
            post,
            command.effective_date,
        ),
    )


def relieve(
    command: RelievePartTimeMember, case: ConferenceCase
) -> tuple[PartTimeMemberRelieved, ...]:
    post = command.post.strip()
    if (command.unit_id, command.organisation_id, post) not in case.conference.part_timers:
        return ()
    return (
        PartTimeMemberRelieved(
            command.conference_id,
            command.unit_id,
            command.organisation_id,
            post,
            command.effective_date,
        ),
    )
