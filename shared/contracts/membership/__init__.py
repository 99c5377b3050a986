"""What the membership service tells others, on the topic `membership.v1`."""

from shared.contracts.membership.members import (
    AdmittedToFullV1,
    AffiliationFollowedOrganisationV1,
    AffiliationTransferredV1,
    MemberClassChangedV1,
    MemberCorrectedV1,
    MemberDeceasedV1,
    MemberExpelledV1,
    MemberFactsV1,
    MemberForgottenV1,
    MemberRegisteredV1,
    MemberRemovedV1,
    MembershipRestoredV1,
    MembershipSuspendedV1,
)
from shared.contracts.membership.organisations import (
    OrganisationDissolvedV1,
    OrganisationEstablishedV1,
    OrganisationFactsV1,
    OrganisationMergedV1,
    OrganisationMovedV1,
    OrganisationReElectedV1,
    OrganisationRenamedV1,
)
from shared.contracts.membership.rules import (
    RuleSetV1,
)
from shared.contracts.membership.territory import (
    CommunityEnrolledV1,
    DivisionRegisteredV1,
    DivisionRenamedV1,
)
from shared.contracts.membership.transfers import (
    EndpointV1,
    LetterIssuedV1,
    LetterReissuedV1,
    LetterV1,
    OrganisationPlacedV1,
    OutsideLetterPresentedV1,
    PlacedInBranchV1,
    ReceiptReturnedV1,
    ReleaseApprovedV1,
    ReleaseRefusedV1,
    TransferAcceptedV1,
    TransferExpiredV1,
    TransferRequestedV1,
    TransferReturnedV1,
    TransferWithdrawnV1,
)

TOPIC = "membership.v1"
SOURCE = "/membership"

MembershipMessage = (
    DivisionRegisteredV1
    | DivisionRenamedV1
    | CommunityEnrolledV1
    | OrganisationEstablishedV1
    | OrganisationRenamedV1
    | OrganisationMovedV1
    | OrganisationMergedV1
    | OrganisationDissolvedV1
    | OrganisationReElectedV1
    | MemberRegisteredV1
    | MemberCorrectedV1
    | AdmittedToFullV1
    | MemberClassChangedV1
    | MembershipSuspendedV1
    | MembershipRestoredV1
    | MemberRemovedV1
    | MemberExpelledV1
    | MemberDeceasedV1
    | AffiliationTransferredV1
    | AffiliationFollowedOrganisationV1
    | MemberForgottenV1
    | TransferRequestedV1
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
    | RuleSetV1
)

MESSAGES: dict[str, type[MembershipMessage]] = {
    "membership.division-registered.v1": DivisionRegisteredV1,
    "membership.division-renamed.v1": DivisionRenamedV1,
    "membership.community-enrolled.v1": CommunityEnrolledV1,
    "membership.organisation-established.v1": OrganisationEstablishedV1,
    "membership.organisation-renamed.v1": OrganisationRenamedV1,
    "membership.organisation-moved.v1": OrganisationMovedV1,
    "membership.organisation-merged.v1": OrganisationMergedV1,
    "membership.organisation-dissolved.v1": OrganisationDissolvedV1,
    "membership.organisation-re-elected.v1": OrganisationReElectedV1,
    "membership.member-registered.v1": MemberRegisteredV1,
    "membership.member-corrected.v1": MemberCorrectedV1,
    "membership.admitted-to-full.v1": AdmittedToFullV1,
    "membership.member-class-changed.v1": MemberClassChangedV1,
    "membership.membership-suspended.v1": MembershipSuspendedV1,
    "membership.membership-restored.v1": MembershipRestoredV1,
    "membership.member-removed.v1": MemberRemovedV1,
    "membership.member-expelled.v1": MemberExpelledV1,
    "membership.member-deceased.v1": MemberDeceasedV1,
    "membership.affiliation-transferred.v1": AffiliationTransferredV1,
    "membership.affiliation-followed-organisation.v1": AffiliationFollowedOrganisationV1,
    "membership.member-forgotten.v1": MemberForgottenV1,
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
    "membership.rule-set.v1": RuleSetV1,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""

__all__ = [
    "MESSAGES",
    "SOURCE",
    "TOPIC",
    "AdmittedToFullV1",
    "AffiliationFollowedOrganisationV1",
    "AffiliationTransferredV1",
    "CommunityEnrolledV1",
    "DivisionRegisteredV1",
    "DivisionRenamedV1",
    "EndpointV1",
    "LetterIssuedV1",
    "LetterReissuedV1",
    "LetterV1",
    "MemberClassChangedV1",
    "MemberCorrectedV1",
    "MemberDeceasedV1",
    "MemberExpelledV1",
    "MemberFactsV1",
    "MemberForgottenV1",
    "MemberRegisteredV1",
    "MemberRemovedV1",
    "MembershipMessage",
    "MembershipRestoredV1",
    "MembershipSuspendedV1",
    "OrganisationDissolvedV1",
    "OrganisationEstablishedV1",
    "OrganisationFactsV1",
    "OrganisationMergedV1",
    "OrganisationMovedV1",
    "OrganisationPlacedV1",
    "OrganisationReElectedV1",
    "OrganisationRenamedV1",
    "OutsideLetterPresentedV1",
    "PlacedInBranchV1",
    "ReceiptReturnedV1",
    "ReleaseApprovedV1",
    "ReleaseRefusedV1",
    "RuleSetV1",
    "TransferAcceptedV1",
    "TransferExpiredV1",
    "TransferRequestedV1",
    "TransferReturnedV1",
    "TransferWithdrawnV1",
]
