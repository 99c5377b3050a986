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
from shared.contracts import membership as public
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope

ContractMessage: TypeAlias = CloudEvent[public.MembershipMessage]

_PUBLIC: dict[type[DomainEvent], type[public.MembershipMessage]] = {
    DivisionRegistered: public.DivisionRegisteredV1,
    DivisionRenamed: public.DivisionRenamedV1,
    CommunityEnrolled: public.CommunityEnrolledV1,
    OrganisationEstablished: public.OrganisationEstablishedV1,
    OrganisationRenamed: public.OrganisationRenamedV1,
    OrganisationMoved: public.OrganisationMovedV1,
    OrganisationMerged: public.OrganisationMergedV1,
    OrganisationDissolved: public.OrganisationDissolvedV1,
    OrganisationReElected: public.OrganisationReElectedV1,
    MemberRegistered: public.MemberRegisteredV1,
    MemberCorrected: public.MemberCorrectedV1,
    AdmittedToFull: public.AdmittedToFullV1,
    MemberClassChanged: public.MemberClassChangedV1,
    MembershipSuspended: public.MembershipSuspendedV1,
    MembershipRestored: public.MembershipRestoredV1,
    MemberRemoved: public.MemberRemovedV1,
    MemberExpelled: public.MemberExpelledV1,
    MemberDeceased: public.MemberDeceasedV1,
    AffiliationTransferred: public.AffiliationTransferredV1,
    AffiliationFollowedOrganisation: public.AffiliationFollowedOrganisationV1,
    MemberForgotten: public.MemberForgottenV1,
    TransferRequested: public.TransferRequestedV1,
    ReleaseApproved: public.ReleaseApprovedV1,
    ReleaseRefused: public.ReleaseRefusedV1,
    LetterIssued: public.LetterIssuedV1,
    OutsideLetterPresented: public.OutsideLetterPresentedV1,
    TransferExpired: public.TransferExpiredV1,
    LetterReissued: public.LetterReissuedV1,
    TransferAccepted: public.TransferAcceptedV1,
    TransferReturned: public.TransferReturnedV1,
    TransferWithdrawn: public.TransferWithdrawnV1,
    PlacedInBranch: public.PlacedInBranchV1,
    OrganisationPlaced: public.OrganisationPlacedV1,
    ReceiptReturned: public.ReceiptReturnedV1,
    RuleSet: public.RuleSetV1,
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

_TYPES = {cls: message_type for message_type, cls in public.MESSAGES.items()}


def contract(event: DomainEvent) -> public.MembershipMessage | None:
    """What `event` tells others, or nothing."""
    told = _PUBLIC.get(type(event))
    return None if told is None else msgspec.convert(event, told, from_attributes=True)


def translate(event: DomainEvent, record: Recorded) -> ContractMessage | None:
    """The message for others about `event`, which the log keeps as `record`; None when private."""
    message = contract(event)
    if message is None:
        return None
    return envelope(public.SOURCE, _TYPES[type(message)], message, record)
