"""Everything that can be decided about a member, on one screen."""

from collections.abc import Callable
from typing import Any

from services.membership.domain.member import (
    contact,
    leaving,
    posts,
    rectification,
    registration,
    standing,
)
from services.membership.domain.member.affiliation import follow_organisation
from services.membership.domain.member.case import MemberCase, streams_needed
from services.membership.domain.member.commands import (
    AdmitToFull,
    AssignPost,
    ChangeMemberClass,
    CompleteRectification,
    CorrectMember,
    EndFloating,
    EraseMember,
    ExpelMember,
    ExtendProbation,
    FollowOrganisation,
    MemberCommand,
    RecordDecease,
    RecordFloating,
    RecordFloatingContact,
    RegainContact,
    RegisterMember,
    RelievePost,
    RemoveMember,
    ReportLostContact,
    RestoreMembership,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.member.events import MemberEvent
from services.membership.domain.member.folding import evolve, fold
from services.membership.domain.member.member import Member, initial

__all__ = [
    "Member",
    "MemberCase",
    "decide",
    "evolve",
    "fold",
    "initial",
    "streams_needed",
]


def decide(command: MemberCommand, case: MemberCase) -> tuple[MemberEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    return _DECIDE[type(command)](command, case)


_DECIDE: dict[type, Callable[[Any, MemberCase], tuple[MemberEvent, ...]]] = {
    RegisterMember: registration.register,
    CorrectMember: registration.correct,
    AdmitToFull: standing.admit_to_full,
    ExtendProbation: standing.extend_probation,
    ChangeMemberClass: standing.change_class,
    AssignPost: posts.assign,
    RelievePost: posts.relieve,
    ReportLostContact: contact.report_lost,
    RegainContact: contact.regain,
    SuspendMembership: standing.suspend,
    RestoreMembership: standing.restore,
    StartRectification: rectification.start,
    CompleteRectification: rectification.complete,
    RemoveMember: leaving.remove,
    ExpelMember: leaving.expel,
    RecordDecease: leaving.decease,
    RecordFloating: contact.record_floating,
    RecordFloatingContact: contact.record_contact,
    EndFloating: contact.end_floating,
    FollowOrganisation: follow_organisation,
    EraseMember: leaving.erase,
}
