"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (sealed data, free text, posts, rectification,
contacts) stays here.
"""

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
    MemberRegistered,
    MembershipRestored,
    MembershipSuspended,
    PostAssigned,
    PostRelieved,
    ProbationExtended,
    RectificationCompleted,
    RectificationStarted,
)
from services.membership.domain.member.leaving_events import (
    MemberDeceased,
    MemberExpelled,
    MemberForgotten,
    MemberRemoved,
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
from shared.translation import Translation

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

_TRANSLATION: Translation[DomainEvent, MembershipMessage] = Translation(SOURCE, MESSAGES, _PUBLIC)
contract = _TRANSLATION.contract
translate = _TRANSLATION.translate
