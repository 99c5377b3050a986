"""What can be asked about a transfer.

``by`` is the organisation in whose name the step is taken: a committee entitled to approve
probationary members (条例 art. 25).
"""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.command import Command
from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.details import IncomingMember
from services.membership.domain.terms import FreeText
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.events import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCommand(Command):
    """A command about one transfer."""

    transfer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTransfer(TransferCommand):
    """Ask for the transfer of one member, or of an organisation with all its members.

    ``member_ids`` of people on the register, or ``incoming`` people from outside: one person, or
    all members of the organisation when it moves as a whole; then ``releasing`` is that
    organisation. ``reason_since``: from when the member is away (reason away_six_months).
    """

    kind: TransferKind
    reason: TransferReason
    releasing: Endpoint
    receiving: Endpoint
    member_ids: tuple[str, ...] = ()
    incoming: tuple[IncomingMember, ...] = ()
    reason_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRelease(TransferCommand):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRelease(TransferCommand):
    """Refuse release for a stated cause; ``cause_text`` is needed when the cause is other."""

    by: str
    cause: RefusalCause
    cause_text: FreeText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLetter(TransferCommand):
    """Write the introduction letter; ``valid_days`` None takes the rule's number."""

    by: str
    prefix: FreeText
    valid_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentOutsideLetter(TransferCommand):
    """Record the letter that people from outside the city bring along."""

    by: str
    number: FreeText
    issued_on: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireTransfer(TransferCommand):
    """The clock says that the letter is no longer good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReissueLetter(TransferCommand):
    """Write a new letter in place of the one with the number ``replaces``."""

    by: str
    prefix: FreeText
    replaces: FreeText
    valid_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTransfer(TransferCommand):
    """Give the transfer up before acceptance."""

    cause_text: FreeText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer(TransferCommand):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTransfer(TransferCommand):
    """Send the transfer back for a stated cause.

    ``by`` is the receiving committee; when the receiver is outside the city, the releasing
    committee records what came back.
    """

    by: str
    cause: RefusalCause
    cause_text: FreeText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInBranch(TransferCommand):
    """Place the accepted members in the branch ``organisation_id``."""

    by: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrganisation(TransferCommand):
    """Give the organisation that moved as a whole its place: below ``under``, or merged ``into``."""

    by: str
    under: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReceipt(TransferCommand):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutsideReceipt(TransferCommand):
    """A receipt from outside says that the members were accepted there on ``effective_date``."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseIncoming(TransferCommand):
    """Forget a person from outside whom the transfer announced and the register never held.

    ``order`` names the decision when it is by order.
    """

    member_id: str
    ground: ErasureGround
    order: FreeText = ""
