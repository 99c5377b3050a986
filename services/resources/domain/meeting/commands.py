"""What can be asked of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText, PublicName


@dataclass(frozen=True, slots=True)
class Point:
    """A point for the agenda, and the member unit that brings it, if one does."""

    title: FreeText
    unit_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCommand(Command):
    """A command about one meeting of the conference."""

    meeting_id: str
    conference_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneMeeting(MeetingCommand):
    """Invite to a meeting; ``chair`` is the unit that sits on its day."""

    chair: str
    starts: datetime
    venue: PublicName
    agenda: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgendaItem(MeetingCommand):
    item: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffMeeting(MeetingCommand):
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance(MeetingCommand):
    """Who came and who was excused; the other members were absent."""

    present: tuple[str, ...]
    excused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMinutes(MeetingCommand):
    reference: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResolution(MeetingCommand):
    """Resolve ``text``; the same number again is the same resolution."""

    number: int
    text: FreeText
    owner: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpResolution(MeetingCommand):
    number: int
    note: FreeText
    done: bool = False
