"""What can be asked about a member."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.command import Command
from services.membership.domain.member.causes import (
    ErasureGround,
    Origin,
    RemovalCause,
    SuspensionCause,
)
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.terms import (
    Education,
    FreeText,
    Gender,
    MemberClass,
    Note,
    Post,
    Standing,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCommand(Command):
    """A command about one member."""

    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMember(MemberCommand):
    """Enter a person in the register of ``organisation_id``; ``sealed`` is opaque to the domain."""

    organisation_id: str
    details: MemberDetails
    sealed: str
    posts: tuple[Post, ...] = ()
    origin: Origin = Origin.DIRECT


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMember(MemberCommand):
    """Put right what was recorded wrongly; what is None stays as it is."""

    standing: Standing | None = None
    education: Education | None = None
    gender: Gender | None = None
    birth_date: date | None = None
    join_date: date | None = None
    full_date: date | None = None
    sealed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitToFull(MemberCommand):
    """The branch admitted the probationary member to full membership on ``effective_date``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendProbation(MemberCommand):
    """Let the probation go on until ``until``."""

    until: date
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMemberClass(MemberCommand):
    member_class: MemberClass


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignPost(MemberCommand):
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class RelievePost(MemberCommand):
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLostContact(MemberCommand):
    """Nobody has reached the member since the day ``since``."""

    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegainContact(MemberCommand):
    """The member was reached again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendMembership(MemberCommand):
    """Suspend membership; a cause other than lost contact is told in ``note``."""

    cause: SuspensionCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreMembership(MemberCommand):
    """Give the suspended member back the standing he had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRectification(MemberCommand):
    """Ask the member to mend his ways by ``deadline``."""

    deadline: date
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRectification(MemberCommand):
    """The member mended his ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember(MemberCommand):
    """Remove the member from the Party.

    ``since`` says from when he took no part, ``without_reason`` that no proper reason was found for it.
    """

    cause: RemovalCause
    note: Note | None = None
    since: date | None = None
    without_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpelMember(MemberCommand):
    """Record the expulsion and the decision it rests on."""

    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecease(MemberCommand):
    """The member died on ``effective_date``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFloating(MemberCommand):
    """The member is away since ``since`` in the city or county named by ``place``."""

    since: date
    place: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFloatingContact(MemberCommand):
    """The organisation was in contact with the member on ``effective_date``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFloating(MemberCommand):
    """The member came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOrganisation(MemberCommand):
    """Bring the affiliation in line with the tree after his organisation moved or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseMember(MemberCommand):
    """Forget the person's sealed data; ``order`` names the decision when it is by order."""

    ground: ErasureGround
    order: FreeText = ""
