"""Meetings of joint conferences and what they resolved; papers stay with the publisher."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MeetingConvenedV1:
    """The unit `chair` invites the units `expected` to a meeting at `starts` (UTC)."""

    meeting_id: str
    conference_id: str
    chair: str
    starts: datetime
    venue: str
    expected: tuple[str, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class MeetingCalledOffV1:
    """The meeting does not take place."""

    meeting_id: str
    conference_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class MeetingHeldV1:
    """Who came; only a quorate meeting resolves."""

    meeting_id: str
    conference_id: str
    present: tuple[str, ...]
    excused: tuple[str, ...]
    absent: tuple[str, ...]
    quorate: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class MinutesFiledV1:
    """The minutes (纪要) are on file under `reference`."""

    meeting_id: str
    conference_id: str
    reference: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResolutionV1:
    """What was resolved, by number: the unit `owner` answers for it until `due`."""

    number: int
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class ResolutionPassedV1:
    """The meeting resolved."""

    meeting_id: str
    conference_id: str
    resolution: ResolutionV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ResolutionCarriedOutV1:
    """The resolution is carried out; `in_time` says whether by its due date."""

    meeting_id: str
    conference_id: str
    number: int
    in_time: bool
    effective_date: date


MeetingMessage = (
    MeetingConvenedV1
    | MeetingCalledOffV1
    | MeetingHeldV1
    | MinutesFiledV1
    | ResolutionPassedV1
    | ResolutionCarriedOutV1
)
MESSAGES: dict[str, type[MeetingMessage]] = {
    "resources.meeting-convened.v1": MeetingConvenedV1,
    "resources.meeting-called-off.v1": MeetingCalledOffV1,
    "resources.meeting-held.v1": MeetingHeldV1,
    "resources.minutes-filed.v1": MinutesFiledV1,
    "resources.resolution-passed.v1": ResolutionPassedV1,
    "resources.resolution-carried-out.v1": ResolutionCarriedOutV1,
}
