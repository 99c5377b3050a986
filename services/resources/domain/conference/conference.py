"""A conference as it stands, and how it changes by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.conference.chairs import Rotation
from services.resources.domain.conference.events import (
    ChairOrderPublished,
    ChairTurnSkipped,
    ChairTurnsSwapped,
    ConferenceDissolved,
    ConferenceEvent,
    ConferenceFacts,
    ConferenceFounded,
    ConferenceMember,
    ConferenceMemberJoined,
    ConferenceMemberLeft,
    InterimChairNamed,
    PartTimeMemberAppointed,
    PartTimeMemberRelieved,
    RepresentativeDelegated,
    RotationContinued,
    SeatsAllotted,
)

PartTimeMember = tuple[str, str, str]
"""Unit, organisation and post of a part-time committee member."""


@dataclass(frozen=True, slots=True)
class Conference:
    """``facts`` is None before the founding and after the end."""

    facts: ConferenceFacts | None = None
    members: tuple[ConferenceMember, ...] = ()
    rotation: Rotation = field(default_factory=Rotation)
    part_timers: tuple[PartTimeMember, ...] = ()
    changed_on: date | None = None

    def member(self, unit_id: str) -> ConferenceMember | None:
        """The member unit, None when it is no member."""
        return next((each for each in self.members if each.unit_id == unit_id), None)


initial = Conference()


def fold(events: Iterable[ConferenceEvent], conference: Conference = initial) -> Conference:
    """The conference after all ``events``."""
    return reduce(evolve, events, conference)


def evolve(conference: Conference, event: ConferenceEvent) -> Conference:
    """The conference after one more event."""
    return replace(_APPLY[type(event)](conference, event), changed_on=event.effective_date)


def _founded(_: Conference, event: ConferenceFounded) -> Conference:
    rotation = Rotation(event.chair_order, event.term_months, event.chairs)
    return Conference(event.after, event.members, rotation)


def _joined(conference: Conference, event: ConferenceMemberJoined) -> Conference:
    members = (*conference.members, event.after)
    return replace(_chaired(conference, event, event.chair_order), members=members)


def _left(conference: Conference, event: ConferenceMemberLeft) -> Conference:
    members = tuple(each for each in conference.members if each != event.before)
    part_timers = tuple(each for each in conference.part_timers if each[0] != event.before.unit_id)
    left = _chaired(conference, event, event.chair_order)
    return replace(left, members=members, part_timers=part_timers)


def _changed(conference: Conference, event: SeatsAllotted | RepresentativeDelegated) -> Conference:
    members = (event.after if each == event.before else each for each in conference.members)
    return replace(conference, members=tuple(members))


def _ordered(conference: Conference, event: ChairOrderPublished) -> Conference:
    return replace(
        conference, rotation=Rotation(event.chair_order, event.term_months, event.chairs)
    )


def _chaired(
    conference: Conference, event: Any, order: tuple[str, ...] | None = None
) -> Conference:
    rotation = replace(conference.rotation, terms=event.chairs)
    if order is not None:
        rotation = replace(rotation, order=order)
    return replace(conference, rotation=rotation)


def _appointed(conference: Conference, event: PartTimeMemberAppointed) -> Conference:
    appointed = (event.unit_id, event.organisation_id, event.post)
    return replace(conference, part_timers=(*conference.part_timers, appointed))


def _relieved(conference: Conference, event: PartTimeMemberRelieved) -> Conference:
    relieved = (event.unit_id, event.organisation_id, event.post)
    kept = tuple(each for each in conference.part_timers if each != relieved)
    return replace(conference, part_timers=kept)


def _dissolved(_: Conference, __: ConferenceDissolved) -> Conference:
    return initial


_APPLY: dict[type, Callable[[Conference, Any], Conference]] = {
    ConferenceFounded: _founded,
    ConferenceMemberJoined: _joined,
    ConferenceMemberLeft: _left,
    SeatsAllotted: _changed,
    RepresentativeDelegated: _changed,
    ChairOrderPublished: _ordered,
    ChairTurnsSwapped: _chaired,
    ChairTurnSkipped: _chaired,
    InterimChairNamed: _chaired,
    RotationContinued: _chaired,
    PartTimeMemberAppointed: _appointed,
    PartTimeMemberRelieved: _relieved,
    ConferenceDissolved: _dissolved,
}
