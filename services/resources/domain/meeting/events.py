"""What can have happened to a meeting."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One point (议题) and the unit that brings it; the chair's own when ``unit_id`` is empty."""

    number: int
    title: str
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was resolved: ``owner`` answers for it until ``due``."""

    number: int
    text: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class MeetingConvened:
    """``chair`` invites to the meeting at ``starts`` (UTC), its agenda sent ahead."""

    meeting_id: str
    conference_id: str
    chair: str
    starts: datetime
    venue: str
    agenda: tuple[AgendaItem, ...]
    expected: tuple[str, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgendaItemAdded:
    meeting_id: str
    conference_id: str
    item: AgendaItem
    effective_date: date


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    meeting_id: str
    conference_id: str
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """Who came; ``quorate`` says whether what it resolved binds, by the rule of the day."""

    meeting_id: str
    conference_id: str
    present: tuple[str, ...]
    excused: tuple[str, ...]
    absent: tuple[str, ...]
    quorate: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class MinutesFiled:
    """The minutes (纪要) are on file under ``reference``."""

    meeting_id: str
    conference_id: str
    reference: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResolutionPassed:
    meeting_id: str
    conference_id: str
    resolution: Resolution
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResolutionFollowedUp:
    """How far it has come; nothing changes who answers, and until when."""

    meeting_id: str
    conference_id: str
    number: int
    note: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResolutionCarriedOut:
    """It is done; ``in_time`` says whether by its due date."""

    meeting_id: str
    conference_id: str
    number: int
    note: str
    in_time: bool
    effective_date: date


MeetingEvent = (
    MeetingConvened
    | AgendaItemAdded
    | MeetingCalledOff
    | MeetingHeld
    | MinutesFiled
    | ResolutionPassed
    | ResolutionFollowedUp
    | ResolutionCarriedOut
)
