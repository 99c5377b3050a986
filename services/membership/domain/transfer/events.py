"""What can have happened to a transfer.

A side of a transfer is an `Endpoint`: an organisation of the city's tree or one outside it.
"""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.details import IncomingMember
from services.membership.domain.terms import PublicName
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One side: ``organisation_id`` inside the city's tree, else ``name`` and ``province``.

    ``province`` is the two-digit code of GB/T 2260 (43 = 湖南); empty for organisations that
    belong to none, such as the army's.
    """

    organisation_id: str = ""
    name: PublicName = ""
    province: str = ""

    @property
    def is_inside(self) -> bool:
        """Whether the side is an organisation of the city's tree."""
        return self.organisation_id != ""


def inside(organisation_id: str) -> Endpoint:
    """The side that is this organisation of the city's tree."""
    return Endpoint(organisation_id=organisation_id)


def outside(name: str, province: str = "") -> Endpoint:
    """The side that is an organisation outside the city's tree."""
    return Endpoint(name=name, province=province)


@dataclass(frozen=True, slots=True)
class Letter:
    """An introduction letter (介绍信); it is good up to and including ``valid_until``.

    ``text`` is the number people read. ``book_organisation_id``, ``book_year`` and ``number``
    name its counterfoil; they are empty for a letter written outside the city.
    """

    text: str
    valid_until: date
    issued_on: date
    book_organisation_id: str = ""
    book_year: int = 0
    number: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether one of the city's letter books holds its counterfoil."""
        return self.book_organisation_id != ""


@dataclass(frozen=True, slots=True)
class TransferRequested:
    """A transfer of ``member_ids`` was asked for.

    ``incoming`` tells about the people when they come from outside. ``organisation_id`` names the
    organisation of the city that moves as a whole, and is empty otherwise. ``reason_since`` is the
    day from which a member is away.
    """

    transfer_id: str
    kind: TransferKind
    reason: TransferReason
    reason_since: date | None
    releasing: Endpoint
    receiving: Endpoint
    member_ids: tuple[str, ...]
    organisation_id: str
    incoming: tuple[IncomingMember, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReleaseApproved:
    """The releasing committee approved (转出审批); it stays responsible until acceptance."""

    transfer_id: str
    approved_by: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReleaseRefused:
    """The releasing committee refused, and the transfer is over."""

    transfer_id: str
    refused_by: str
    cause: RefusalCause
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class LetterIssued:
    """The letter is written, and the transfer awaits acceptance (待接收)."""

    transfer_id: str
    letter: Letter
    effective_date: date


@dataclass(frozen=True, slots=True)
class OutsideLetterPresented:
    """A letter written outside the city was shown, and the transfer awaits acceptance."""

    transfer_id: str
    letter: Letter
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferExpired:
    """Nobody accepted while the letter was good; the members stay where they were."""

    transfer_id: str
    letter: Letter
    effective_date: date


@dataclass(frozen=True, slots=True)
class LetterReissued:
    """A new letter takes the place of ``replaced`` (补开)."""

    transfer_id: str
    letter: Letter
    replaced: Letter
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferAccepted:
    """The receiving side is responsible from ``effective_date`` on.

    ``accepted_by`` is empty when a receipt from outside the city says so. ``member_ids`` are those
    who came; whoever left the register in the meantime did not.
    """

    transfer_id: str
    accepted_by: str
    member_ids: tuple[str, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferReturned:
    """The receiving side sent the transfer back (退回), and it is over."""

    transfer_id: str
    returned_by: str
    cause: RefusalCause
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferWithdrawn:
    """The transfer was given up (撤回) before acceptance."""

    transfer_id: str
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class PlacedInBranch:
    """The members belong to ``organisation_id`` from ``effective_date`` on (编入支部)."""

    transfer_id: str
    placed_by: str
    organisation_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationPlaced:
    """The whole organisation found its place: below ``under``, or merged ``into`` another."""

    transfer_id: str
    placed_by: str
    organisation_id: str
    under: str
    into: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReceiptReturned:
    """The receipt (回执) went back to the releasing side; nothing is left to do."""

    transfer_id: str
    returned_by: str
    effective_date: date


TransferEvent = (
    TransferRequested
    | ReleaseApproved
    | ReleaseRefused
    | LetterIssued
    | OutsideLetterPresented
    | TransferExpired
    | LetterReissued
    | TransferAccepted
    | TransferReturned
    | TransferWithdrawn
    | PlacedInBranch
    | OrganisationPlaced
    | ReceiptReturned
)
