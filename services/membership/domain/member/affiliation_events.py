"""What a transfer, or a change of the tree, does to one member; see `events` for the rest."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.terms import MemberFacts


@dataclass(frozen=True, slots=True)
class AffiliationFollowedOrganisation:
    """The member's organisation was moved, merged or dissolved, and his affiliation went with it."""

    member_id: str
    before: MemberFacts
    after: MemberFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferOpened:
    """A transfer was requested for the member; his organisation stays responsible.

    Or a person from outside was announced by one, and no second may bring him.
    """

    member_id: str
    transfer_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class AffiliationTransferred:
    """Another organisation is responsible for the member from ``effective_date`` on.

    ``after`` is ``None`` when he went to an organisation outside the city's tree. When a whole
    organisation moved, the organisation may be the same on both sides and only its path differs.
    """

    member_id: str
    transfer_id: str
    before: MemberFacts
    after: MemberFacts | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferClosed:
    """The member's transfer is over and another may be opened."""

    member_id: str
    transfer_id: str
    outcome: TransferOutcome
    effective_date: date


@dataclass(frozen=True, slots=True)
class PocketMemberWarned:
    """The member's letter expired in his pocket (口袋党员): he has neither left nor arrived."""

    member_id: str
    transfer_id: str
    letter: str
    valid_until: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class PocketMemberCleared:
    """A new letter was issued, or brought, in place of the expired one."""

    member_id: str
    transfer_id: str
    effective_date: date


AffiliationEvent = (
    AffiliationFollowedOrganisation
    | TransferOpened
    | AffiliationTransferred
    | TransferClosed
    | PocketMemberWarned
    | PocketMemberCleared
)
