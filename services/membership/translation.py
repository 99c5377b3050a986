"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (sealed data, free text, posts, rectification,
contacts) stays here.
"""

from typing import TypeAlias

import msgspec

from services.membership.domain.disclosure.events import SealedDataRead
from services.membership.domain.letter_book.events import (
    LetterEntered,
    LetterVoided,
    ReceiptFiled,
)
from services.membership.domain.member.affiliation_events import (
    AffiliationFollowedOrganisation,
    AffiliationTransferred,
    PocketMemberCleared,
    PocketMemberWarned,
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.events import (
    AdmittedToFull,
    ContactLost,
    ContactRegained,
    FloatingContactMade,
    FloatingEnded,
    FloatingRecorded,
    MemberClassChanged,
    MemberCorrected,
    MemberDeceased,
    MemberExpelled,
    MemberForgotten,
    MemberRegistered,
    MemberRemoved,
    MembershipRestored,
    MembershipSuspended,
    PostAssigned,
    PostRelieved,
    ProbationExtended,
    RectificationCompleted,
    RectificationStarted,
)
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationEstablished,
    OrganisationMerged,
    OrganisationMoved,
    OrganisationReElected,
    OrganisationRenamed,
)
from services.membership.domain.rules.events import (
    RuleSet,
)
from services.membership.domain.streams import DomainEvent
from services.membership.domain.territory.events import (
    CommunityEnrolled,
    DivisionRegistered,
    DivisionRenamed,
)
from services.membership.domain.transfer.events import (
    LetterIssued,
    LetterReissued,
    OrganisationPlaced,
    OutsideLetterPresented,
    PlacedInBranch,
    ReceiptReturned,
    ReleaseApproved,
    ReleaseRefused,
    TransferAccepted,
    TransferExpired,
    TransferRequested,
    TransferReturned,
    TransferWithdrawn,
)
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.contracts.membership import (
    MESSAGES,
    SOURCE,
    MembershipMessage,
    members,
    organisations,
    rules,
    territory,
    transfers,
)

ContractMessage: TypeAlias = CloudEvent[MembershipMessage]

_PUBLIC: dict[type[DomainEvent], type[MembershipMessage]] = {
    DivisionRegistered: territory.DivisionRegisteredV1,
    DivisionRenamed: territory.DivisionRenamedV1,
    CommunityEnrolled: territory.CommunityEnrolledV1,
    OrganisationEstablished: organisations.OrganisationEstablishedV1,
    OrganisationRenamed: organisations.OrganisationRenamedV1,
    OrganisationMoved: organisations.OrganisationMovedV1,
    OrganisationMerged: organisations.OrganisationMergedV1,
    OrganisationDissolved: organisations.OrganisationDissolvedV1,
    OrganisationReElected: organisations.OrganisationReElectedV1,
    MemberRegistered: members.MemberRegisteredV1,
    MemberCorrected: members.MemberCorrectedV1,
    AdmittedToFull: members.AdmittedToFullV1,
    MemberClassChanged: members.MemberClassChangedV1,
    MembershipSuspended: members.MembershipSuspendedV1,
    MembershipRestored: members.MembershipRestoredV1,
    MemberRemoved: members.MemberRemovedV1,
    MemberExpelled: members.MemberExpelledV1,
    MemberDeceased: members.MemberDeceasedV1,
    AffiliationTransferred: members.AffiliationTransferredV1,
    AffiliationFollowedOrganisation: members.AffiliationFollowedOrganisationV1,
    MemberForgotten: members.MemberForgottenV1,
    TransferRequested: transfers.TransferRequestedV1,
    ReleaseApproved: transfers.ReleaseApprovedV1,
    ReleaseRefused: transfers.ReleaseRefusedV1,
    LetterIssued: transfers.LetterIssuedV1,
    OutsideLetterPresented: transfers.OutsideLetterPresentedV1,
    TransferExpired: transfers.TransferExpiredV1,
    LetterReissued: transfers.LetterReissuedV1,
    TransferAccepted: transfers.TransferAcceptedV1,
    TransferReturned: transfers.TransferReturnedV1,
    TransferWithdrawn: transfers.TransferWithdrawnV1,
    PlacedInBranch: transfers.PlacedInBranchV1,
    OrganisationPlaced: transfers.OrganisationPlacedV1,
    ReceiptReturned: transfers.ReceiptReturnedV1,
    RuleSet: rules.RuleSetV1,
}

PRIVATE: frozenset[type[DomainEvent]] = frozenset(
    {
        ProbationExtended,
        PostAssigned,
        PostRelieved,
        ContactLost,
        ContactRegained,
        RectificationStarted,
        RectificationCompleted,
        FloatingRecorded,
        FloatingContactMade,
        FloatingEnded,
        TransferOpened,
        TransferClosed,
        PocketMemberWarned,
        PocketMemberCleared,
        LetterEntered,
        LetterVoided,
        ReceiptFiled,
        SealedDataRead,
    }
)
"""Facts that stay here: contacts, posts, rectification, the letter book, and who read whose data."""

_TYPES = {cls: message_type for message_type, cls in MESSAGES.items()}


def contract(event: DomainEvent) -> MembershipMessage | None:
    """What `event` tells others, or nothing."""
    told = _PUBLIC.get(type(event))
    return None if told is None else msgspec.convert(event, told, from_attributes=True)


def translate(event: DomainEvent, record: Recorded) -> ContractMessage | None:
    """The message for others about `event`, which the log keeps as `record`; None when private."""
    message = contract(event)
    if message is None:
        return None
    return envelope(SOURCE, _TYPES[type(message)], message, record)
