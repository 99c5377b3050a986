"""How a member can leave the register, and be forgotten; what the fields tell stands in `events`."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.causes import ErasureGround, RemovalCause
from services.membership.domain.terms import MemberFacts, Note


@dataclass(frozen=True, slots=True)
class MemberRemoved:
    """The member is removed from the Party (除名) and leaves the register.

    Who took no part did not since the day ``since``, and it was stated to be ``without_reason``;
    removals recorded before this was kept tell neither.
    """

    member_id: str
    before: MemberFacts
    after: None
    cause: RemovalCause
    cause_text: str
    note: Note | None
    effective_date: date
    since: date | None = None
    without_reason: bool = False


@dataclass(frozen=True, slots=True)
class MemberExpelled:
    """The member is expelled from the Party (开除党籍) and leaves the register."""

    member_id: str
    before: MemberFacts
    after: None
    cause_text: str
    note: Note | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberDeceased:
    """The member died on ``effective_date`` and leaves the register."""

    member_id: str
    before: MemberFacts
    after: None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberForgotten:
    """The person's sealed data is to be unreadable for ever; what is counted stays counted."""

    member_id: str
    ground: ErasureGround
    order: str
    effective_date: date


LeavingEvent = MemberRemoved | MemberExpelled | MemberDeceased | MemberForgotten
