"""Transfers of affiliation (组织关系转接), step by step.

The releasing side is responsible until `TransferAcceptedV1`; who is counted where follows from the
members' own messages (`AffiliationTransferredV1`, `MemberRegisteredV1`).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EndpointV1:
    """One side of a transfer.

    Attributes:
        organisation_id: an organisation of the city's tree; empty for one outside.
        name: the name of an organisation outside.
        province: two digits of GB/T 2260; empty for organisations that belong to none.
    """

    organisation_id: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class LetterV1:
    """An introduction letter (介绍信): its number as people read it in `text`, good to the end of `valid_until`."""

    text: str
    issued_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class TransferRequestedV1:
    """A transfer was asked for (申请).

    Attributes:
        kind: how far the transfer reaches: `internal`, `in_province`, `cross_province`,
            `whole_organisation` or `off_register_in`.
        reason: why the members transfer: `workplace_changed`, `residence_changed`,
            `away_six_months`, `retired`, `enterprise_dissolved` or `restructured`.
        member_ids: whom it is for.
        organisation_id: the organisation that moves as a whole, else empty.
    """

    transfer_id: str
    kind: str
    reason: str
    releasing: EndpointV1
    receiving: EndpointV1
    member_ids: tuple[str, ...]
    organisation_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReleaseApprovedV1:
    """The releasing committee approved (转出审批); it stays responsible until acceptance."""

    transfer_id: str
    approved_by: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReleaseRefusedV1:
    """The releasing committee refused, for the named cause; the transfer is over."""

    transfer_id: str
    refused_by: str
    cause: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class LetterIssuedV1:
    """The letter is written (开具介绍信), and the transfer awaits acceptance."""

    transfer_id: str
    letter: LetterV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class OutsideLetterPresentedV1:
    """A letter written outside the city was shown, and the transfer awaits acceptance."""

    transfer_id: str
    letter: LetterV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferExpiredV1:
    """Nobody accepted while the letter was good (超期); the members stay where they were."""

    transfer_id: str
    letter: LetterV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class LetterReissuedV1:
    """A new letter takes the place of `replaced` (补开)."""

    transfer_id: str
    letter: LetterV1
    replaced: LetterV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferAcceptedV1:
    """The receiving side is responsible from `effective_date` on (接收).

    Attributes:
        accepted_by: the accepting committee; empty when a receipt from outside says so.
        member_ids: those who came; whoever left the register meanwhile did not.
    """

    transfer_id: str
    accepted_by: str
    member_ids: tuple[str, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferReturnedV1:
    """The receiving side sent the transfer back (退回), for the named cause; it is over."""

    transfer_id: str
    returned_by: str
    cause: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TransferWithdrawnV1:
    """The transfer was given up (撤回) before acceptance."""

    transfer_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class PlacedInBranchV1:
    """The members belong to `organisation_id` (编入支部), placed there by `placed_by`."""

    transfer_id: str
    placed_by: str
    organisation_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationPlacedV1:
    """The whole organisation found its place: below `under`, or merged `into` another.

    Whichever of the two it was not is empty.
    """

    transfer_id: str
    placed_by: str
    organisation_id: str
    under: str
    into: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReceiptReturnedV1:
    """The receipt (回执) went back to the releasing side; nothing is left to do."""

    transfer_id: str
    returned_by: str
    effective_date: date


TransferMessage = (
    TransferRequestedV1
    | ReleaseApprovedV1
    | ReleaseRefusedV1
    | LetterIssuedV1
    | OutsideLetterPresentedV1
    | TransferExpiredV1
    | LetterReissuedV1
    | TransferAcceptedV1
    | TransferReturnedV1
    | TransferWithdrawnV1
    | PlacedInBranchV1
    | OrganisationPlacedV1
    | ReceiptReturnedV1
)
MESSAGES: dict[str, type[TransferMessage]] = {
    "membership.transfer-requested.v1": TransferRequestedV1,
    "membership.release-approved.v1": ReleaseApprovedV1,
    "membership.release-refused.v1": ReleaseRefusedV1,
    "membership.letter-issued.v1": LetterIssuedV1,
    "membership.outside-letter-presented.v1": OutsideLetterPresentedV1,
    "membership.transfer-expired.v1": TransferExpiredV1,
    "membership.letter-reissued.v1": LetterReissuedV1,
    "membership.transfer-accepted.v1": TransferAcceptedV1,
    "membership.transfer-returned.v1": TransferReturnedV1,
    "membership.transfer-withdrawn.v1": TransferWithdrawnV1,
    "membership.placed-in-branch.v1": PlacedInBranchV1,
    "membership.organisation-placed.v1": OrganisationPlacedV1,
    "membership.receipt-returned.v1": ReceiptReturnedV1,
}
