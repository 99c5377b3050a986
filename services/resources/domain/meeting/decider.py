"""Everything that can be decided about a meeting of a joint conference."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from services.resources.domain.calendar import city_day
from services.resources.domain.command import check_effective_date, stated, written
from services.resources.domain.conference.case import living
from services.resources.domain.conference.chairs import chair_on
from services.resources.domain.conference.conference import Conference
from services.resources.domain.conference.conference import initial as no_conference
from services.resources.domain.meeting.commands import (
    AddAgendaItem,
    CallOffMeeting,
    ConveneMeeting,
    FileMinutes,
    FollowUpResolution,
    MeetingCommand,
    PassResolution,
    Point,
    RecordAttendance,
)
from services.resources.domain.meeting.events import (
    AgendaItem,
    AgendaItemAdded,
    MeetingCalledOff,
    MeetingConvened,
    MeetingEvent,
    MeetingHeld,
    MinutesFiled,
    Resolution,
    ResolutionCarriedOut,
    ResolutionFollowedUp,
    ResolutionPassed,
)
from services.resources.domain.meeting.meeting import (
    Meeting,
    MeetingStage,
    evolve,
    fold,
    initial,
)
from services.resources.domain.meeting.rejections import (
    AgendaEmpty,
    DueBeforePassing,
    MeetingIdTaken,
    MeetingNotQuorate,
    MeetingNotYetBegun,
    MeetingStepOutOfOrder,
    NoticeOfAgendaTooShort,
    NotInvited,
    NotTheChair,
    ResolutionNumberTaken,
    UnknownMeeting,
    UnknownResolution,
)
from services.resources.domain.rules.decider import Rules
from services.resources.domain.rules.names import RuleName

__all__ = ["Meeting", "MeetingCase", "decide", "evolve", "fold", "initial"]


@dataclass(frozen=True, slots=True)
class MeetingCase:
    """The meeting, its conference and the rule table."""

    meeting: Meeting = initial
    conference: Conference = no_conference
    rules: Rules = field(default_factory=Rules)


def decide(command: MeetingCommand, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    meeting = case.meeting
    if isinstance(command, ConveneMeeting):
        return _convene(command, case)
    if meeting.stage is None or meeting.conference_id != command.conference_id:
        raise UnknownMeeting(command.meeting_id)
    check_effective_date(command, meeting.changed_on)
    stage, decision = _DECIDE[type(command)]
    if meeting.stage is not stage and not _is_done(command, meeting):
        raise MeetingStepOutOfOrder(meeting.stage)
    return decision(command, case)


def _is_done(command: MeetingCommand, meeting: Meeting) -> bool:
    if isinstance(command, CallOffMeeting):
        return meeting.stage is MeetingStage.CALLED_OFF
    return isinstance(command, RecordAttendance) and meeting.stage is MeetingStage.HELD


def _convene(command: ConveneMeeting, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    """Invite ahead of time, by the unit that sits on the day of the meeting."""
    meeting = case.meeting
    items, venue = _numbered(command.agenda, 1), written(command.venue, "venue")
    if meeting.stage is not None:
        asked_for = command.conference_id, command.chair, command.starts, venue, items
        if meeting.convened_as == asked_for:
            return ()
        raise MeetingIdTaken(command.meeting_id)
    conference = living(case.conference, command.conference_id)
    check_effective_date(command, None)
    _check_notice("starts", command.starts, command, case.rules)
    day = city_day(command.starts)
    sitting = chair_on(conference.rotation.terms, day)
    if sitting is None or sitting.unit_id != command.chair:
        raise NotTheChair(sitting.unit_id if sitting else "", day)
    expected = tuple(member.unit_id for member in conference.members)
    _check_invited("agenda.unit_id", (item.unit_id for item in items if item.unit_id), expected)
    return (
        MeetingConvened(
            command.meeting_id,
            command.conference_id,
            command.chair,
            command.starts,
            venue,
            items,
            expected,
            command.effective_date,
        ),
    )


def _numbered(points: tuple[Point, ...], first: int) -> tuple[AgendaItem, ...]:
    if not points:
        raise AgendaEmpty
    return tuple(
        AgendaItem(number, written(point.title, "agenda.title"), point.unit_id)
        for number, point in enumerate(points, first)
    )


def _check_notice(name: str, starts: Any, command: MeetingCommand, rules: Rules) -> None:
    days = rules.value(RuleName.AGENDA_NOTICE_DAYS, command.effective_date)
    if (city_day(starts) - command.today).days < days:
        raise NoticeOfAgendaTooShort(name, days)


def _check_invited(name: str, units: Iterable[str], expected: tuple[str, ...]) -> None:
    for unit_id in units:
        if unit_id not in expected:
            raise NotInvited(name, unit_id)


def _add_item(command: AddAgendaItem, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    meeting = case.meeting
    (item,) = _numbered((command.item,), len(meeting.agenda) + 1)
    if any((item.title, item.unit_id) == (each.title, each.unit_id) for each in meeting.agenda):
        return ()
    _check_notice("item", meeting.starts, command, case.rules)
    _check_invited("item.unit_id", filter(None, (item.unit_id,)), meeting.expected)
    return (
        AgendaItemAdded(command.meeting_id, command.conference_id, item, command.effective_date),
    )


def _call_off(command: CallOffMeeting, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    if case.meeting.stage is MeetingStage.CALLED_OFF:
        return ()
    cause = stated(command.cause_text)
    return (
        MeetingCalledOff(command.meeting_id, command.conference_id, cause, command.effective_date),
    )


def _record(command: RecordAttendance, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    """Note who came; a meeting is quorate when more than the rule's share of members did."""
    meeting, day = case.meeting, command.effective_date
    present, excused = dict.fromkeys(command.present), dict.fromkeys(command.excused)
    _check_invited("present", present, meeting.expected)
    _check_invited("excused", excused, meeting.expected)
    told = (
        tuple(unit for unit in meeting.expected if unit in present),
        tuple(unit for unit in meeting.expected if unit in excused and unit not in present),
    )
    if meeting.stage is MeetingStage.HELD:
        if told == (meeting.present, meeting.excused):
            return ()
        raise MeetingStepOutOfOrder(meeting.stage)
    if meeting.starts is not None and day < city_day(meeting.starts):
        raise MeetingNotYetBegun(city_day(meeting.starts))
    absent = tuple(unit for unit in meeting.expected if unit not in (*told[0], *told[1]))
    percent = case.rules.value(RuleName.MEETING_QUORUM_PERCENT, day)
    quorate = 100 * len(told[0]) > percent * len(meeting.expected)
    return (MeetingHeld(command.meeting_id, command.conference_id, *told, absent, quorate, day),)


def _file(command: FileMinutes, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    reference = written(command.reference, "reference")
    if reference == case.meeting.minutes:
        return ()
    return (
        MinutesFiled(command.meeting_id, command.conference_id, reference, command.effective_date),
    )


def _pass(command: PassResolution, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    """Resolve, when the meeting was quorate; who answers for it is a member."""
    meeting, day = case.meeting, command.effective_date
    text = written(command.text, "text")
    resolution = Resolution(command.number, text, command.owner, command.due)
    known = meeting.resolutions.get(command.number)
    if known is not None:
        if known == resolution:
            return ()
        raise ResolutionNumberTaken(command.number)
    if not meeting.quorate:
        raise MeetingNotQuorate(case.rules.value(RuleName.MEETING_QUORUM_PERCENT, day))
    if command.number != len(meeting.resolutions) + 1:
        raise UnknownResolution(command.number)
    _check_invited("owner", (command.owner,), meeting.expected)
    if command.due < day:
        raise DueBeforePassing(command.due, day)
    return (ResolutionPassed(command.meeting_id, command.conference_id, resolution, day),)


def _follow_up(command: FollowUpResolution, case: MeetingCase) -> tuple[MeetingEvent, ...]:
    meeting, day = case.meeting, command.effective_date
    if (resolution := meeting.resolutions.get(command.number)) is None:
        raise UnknownResolution(command.number)
    note = written(command.note, "note")
    if command.number in meeting.done:
        return ()
    told = (command.meeting_id, command.conference_id, command.number, note)
    if command.done:
        return (ResolutionCarriedOut(*told, day <= resolution.due, day),)
    if note == meeting.notes.get(command.number):
        return ()
    return (ResolutionFollowedUp(*told, day),)


_Decision = Callable[[Any, MeetingCase], tuple[MeetingEvent, ...]]
_DECIDE: dict[type, tuple[MeetingStage, _Decision]] = {
    AddAgendaItem: (MeetingStage.CONVENED, _add_item),
    CallOffMeeting: (MeetingStage.CONVENED, _call_off),
    RecordAttendance: (MeetingStage.CONVENED, _record),
    FileMinutes: (MeetingStage.HELD, _file),
    PassResolution: (MeetingStage.HELD, _pass),
    FollowUpResolution: (MeetingStage.HELD, _follow_up),
}
