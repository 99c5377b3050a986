"""What can have happened to a member.

``before`` and ``after`` say what is counted of him on either side of the event: ``before`` is
``None`` when he enters the register, ``after`` when he leaves it. ``sealed`` is his name, identity
number, phone and address as one opaque text that only the shell can open. ``note`` is the stated cause,
sealed likewise; ``cause_text`` has what was stated while that was still stored in clear, and is empty since.
"""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.affiliation_events import AffiliationEvent
from services.membership.domain.member.causes import (
    Origin,
    SuspensionCause,
)
from services.membership.domain.member.leaving_events import LeavingEvent
from services.membership.domain.terms import MemberFacts, Note, Post


@dataclass(frozen=True, slots=True)
class MemberRegistered:
    """The person is on the register, or is again; ``transfer_id`` when he arrived by a transfer."""

    member_id: str
    before: MemberFacts | None
    after: MemberFacts
    join_date: date
    full_date: date | None
    posts: tuple[Post, ...]
    sealed: str
    origin: Origin
    transfer_id: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberCorrected:
    """What had been recorded wrongly is right; ``sealed`` is empty when it was not corrected."""

    member_id: str
    before: MemberFacts
    after: MemberFacts
    join_date: date
    full_date: date | None
    sealed: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class AdmittedToFull:
    """The probationary member became a full member (转正) on ``effective_date``."""

    member_id: str
    before: MemberFacts
    after: MemberFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class ProbationExtended:
    """The probation goes on until ``until``."""

    member_id: str
    until: date
    cause_text: str
    note: Note | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberClassChanged:
    member_id: str
    before: MemberFacts
    after: MemberFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class PostAssigned:
    """The member holds the post in ``organisation_id``."""

    member_id: str
    organisation_id: str
    post: Post
    effective_date: date


@dataclass(frozen=True, slots=True)
class PostRelieved:
    member_id: str
    organisation_id: str
    post: Post
    effective_date: date


@dataclass(frozen=True, slots=True)
class ContactLost:
    """Nobody has reached the member since the day ``since`` (失联)."""

    member_id: str
    since: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class ContactRegained:
    member_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class MembershipSuspended:
    """Membership is suspended (停止党籍); the person stays on the register."""

    member_id: str
    before: MemberFacts
    after: MemberFacts
    cause: SuspensionCause
    cause_text: str
    note: Note | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MembershipRestored:
    """Membership is restored (恢复党籍) with the standing held before the suspension."""

    member_id: str
    before: MemberFacts
    after: MemberFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class RectificationStarted:
    """The member is to mend his ways (限期改正) by ``deadline``."""

    member_id: str
    deadline: date
    cause_text: str
    note: Note | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class RectificationCompleted:
    """The member mended his ways; the case is closed."""

    member_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class FloatingRecorded:
    """The member is away (流出) since ``since`` in ``place``, a city or county by name."""

    member_id: str
    since: date
    place: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class FloatingContactMade:
    """The organisation was in contact with the member who is away."""

    member_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class FloatingEnded:
    """The member who was away is back."""

    member_id: str
    effective_date: date


MemberEvent = (
    MemberRegistered
    | MemberCorrected
    | AdmittedToFull
    | ProbationExtended
    | MemberClassChanged
    | PostAssigned
    | PostRelieved
    | ContactLost
    | ContactRegained
    | MembershipSuspended
    | MembershipRestored
    | RectificationStarted
    | RectificationCompleted
    | FloatingRecorded
    | FloatingContactMade
    | FloatingEnded
    | LeavingEvent
    | AffiliationEvent
)
