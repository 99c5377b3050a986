"""Everything that can be decided about a joint conference, on one screen."""

from collections.abc import Callable
from typing import Any

from services.resources.domain.command import check_effective_date
from services.resources.domain.conference import founding, membership, rotating
from services.resources.domain.conference.case import ConferenceCase, living
from services.resources.domain.conference.commands import (
    AllotSeats,
    AppointPartTimeMember,
    ConferenceCommand,
    ContinueRotation,
    DelegateRepresentative,
    DissolveConference,
    FoundConference,
    JoinConference,
    LeaveConference,
    NameInterimChair,
    PublishChairOrder,
    RelievePartTimeMember,
    SkipChairTurn,
    SwapChairTurns,
)
from services.resources.domain.conference.conference import Conference, evolve, fold, initial
from services.resources.domain.conference.events import ConferenceEvent

__all__ = ["Conference", "ConferenceCase", "decide", "evolve", "fold", "initial"]


def decide(command: ConferenceCommand, case: ConferenceCase) -> tuple[ConferenceEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    check_effective_date(command, case.conference.changed_on)
    over = case.conference.changed_on is not None and case.conference.facts is None
    if over and isinstance(command, DissolveConference | LeaveConference):
        return ()
    if not isinstance(command, FoundConference):
        living(case.conference, command.conference_id)
    return _DECIDE[type(command)](command, case)


_DECIDE: dict[type, Callable[[Any, ConferenceCase], tuple[ConferenceEvent, ...]]] = {
    FoundConference: founding.found,
    JoinConference: membership.join,
    LeaveConference: membership.leave,
    AllotSeats: membership.allot_seats,
    DelegateRepresentative: membership.delegate,
    AppointPartTimeMember: membership.appoint,
    RelievePartTimeMember: membership.relieve,
    PublishChairOrder: rotating.publish_order,
    SwapChairTurns: rotating.swap,
    SkipChairTurn: rotating.skip,
    NameInterimChair: rotating.name_interim,
    ContinueRotation: rotating.continue_rotation,
    DissolveConference: founding.dissolve,
}
