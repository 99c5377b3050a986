"""A meeting as it stands, and how it changes by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Any

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
from services.resources.domain.terms import Labelled


class MeetingStage(Labelled):
    """How far a meeting has come."""

    CONVENED = "convened", "已召集"
    CALLED_OFF = "called_off", "已取消"
    HELD = "held", "已召开"


@dataclass(frozen=True, slots=True)
class Meeting:
    """``notes`` is the latest word on each resolution, by number; ``done`` those carried out."""

    conference_id: str = ""
    stage: MeetingStage | None = None
    chair: str = ""
    starts: datetime | None = None
    venue: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    expected: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    quorate: bool = False
    minutes: str = ""
    resolutions: dict[int, Resolution] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    done: frozenset[int] = frozenset()
    changed_on: date | None = None

    @property
    def convened_as(self) -> tuple[object, ...]:
        """Whose conference's meeting it is, by whom, when, where and about what."""
        return self.conference_id, self.chair, self.starts, self.venue, self.agenda


initial = Meeting()


def fold(events: Iterable[MeetingEvent], meeting: Meeting = initial) -> Meeting:
    """The meeting after all ``events``."""
    return reduce(evolve, events, meeting)


def evolve(meeting: Meeting, event: MeetingEvent) -> Meeting:
    """The meeting after one more event."""
    return replace(_APPLY[type(event)](meeting, event), changed_on=event.effective_date)


def _convened(_: Meeting, event: MeetingConvened) -> Meeting:
    return Meeting(
        conference_id=event.conference_id,
        stage=MeetingStage.CONVENED,
        chair=event.chair,
        starts=event.starts,
        venue=event.venue,
        agenda=event.agenda,
        expected=event.expected,
    )


def _added(meeting: Meeting, event: AgendaItemAdded) -> Meeting:
    return replace(meeting, agenda=(*meeting.agenda, event.item))


def _called_off(meeting: Meeting, _: MeetingCalledOff) -> Meeting:
    return replace(meeting, stage=MeetingStage.CALLED_OFF)


def _held(meeting: Meeting, event: MeetingHeld) -> Meeting:
    return replace(
        meeting,
        stage=MeetingStage.HELD,
        present=event.present,
        excused=event.excused,
        quorate=event.quorate,
    )


def _filed(meeting: Meeting, event: MinutesFiled) -> Meeting:
    return replace(meeting, minutes=event.reference)


def _passed(meeting: Meeting, event: ResolutionPassed) -> Meeting:
    passed = {event.resolution.number: event.resolution}
    return replace(meeting, resolutions=meeting.resolutions | passed)


def _followed_up(meeting: Meeting, event: ResolutionFollowedUp) -> Meeting:
    return replace(meeting, notes=meeting.notes | {event.number: event.note})


def _carried_out(meeting: Meeting, event: ResolutionCarriedOut) -> Meeting:
    return replace(
        meeting,
        notes=meeting.notes | {event.number: event.note},
        done=meeting.done | {event.number},
    )


_APPLY: dict[type, Callable[[Meeting, Any], Meeting]] = {
    MeetingConvened: _convened,
    AgendaItemAdded: _added,
    MeetingCalledOff: _called_off,
    MeetingHeld: _held,
    MinutesFiled: _filed,
    ResolutionPassed: _passed,
    ResolutionFollowedUp: _followed_up,
    ResolutionCarriedOut: _carried_out,
}
