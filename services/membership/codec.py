"""The stored form of every fact of this service: a constant type name, and how old shapes are read.

A name here is in the log for ever: never change one, never give it to another event.
"""

from typing import Any

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
from shared.stored_form import StoredForm, Upcaster

NAMES: dict[str, type[DomainEvent]] = {
    "division-registered": DivisionRegistered,
    "division-renamed": DivisionRenamed,
    "community-enrolled": CommunityEnrolled,
    "organisation-established": OrganisationEstablished,
    "organisation-renamed": OrganisationRenamed,
    "organisation-moved": OrganisationMoved,
    "organisation-merged": OrganisationMerged,
    "organisation-dissolved": OrganisationDissolved,
    "organisation-re-elected": OrganisationReElected,
    "rule-set": RuleSet,
    "member-registered": MemberRegistered,
    "member-corrected": MemberCorrected,
    "admitted-to-full": AdmittedToFull,
    "probation-extended": ProbationExtended,
    "member-class-changed": MemberClassChanged,
    "post-assigned": PostAssigned,
    "post-relieved": PostRelieved,
    "contact-lost": ContactLost,
    "contact-regained": ContactRegained,
    "membership-suspended": MembershipSuspended,
    "membership-restored": MembershipRestored,
    "rectification-started": RectificationStarted,
    "rectification-completed": RectificationCompleted,
    "member-removed": MemberRemoved,
    "member-expelled": MemberExpelled,
    "member-deceased": MemberDeceased,
    "floating-recorded": FloatingRecorded,
    "floating-contact-made": FloatingContactMade,
    "floating-ended": FloatingEnded,
    "affiliation-followed-organisation": AffiliationFollowedOrganisation,
    "transfer-opened": TransferOpened,
    "affiliation-transferred": AffiliationTransferred,
    "transfer-closed": TransferClosed,
    "pocket-member-warned": PocketMemberWarned,
    "pocket-member-cleared": PocketMemberCleared,
    "member-forgotten": MemberForgotten,
    "transfer-requested": TransferRequested,
    "release-approved": ReleaseApproved,
    "release-refused": ReleaseRefused,
    "letter-issued": LetterIssued,
    "outside-letter-presented": OutsideLetterPresented,
    "transfer-expired": TransferExpired,
    "letter-reissued": LetterReissued,
    "transfer-accepted": TransferAccepted,
    "transfer-returned": TransferReturned,
    "transfer-withdrawn": TransferWithdrawn,
    "placed-in-branch": PlacedInBranch,
    "organisation-placed": OrganisationPlaced,
    "receipt-returned": ReceiptReturned,
    "letter-entered": LetterEntered,
    "letter-voided": LetterVoided,
    "receipt-filed": ReceiptFiled,
    "sealed-data-read": SealedDataRead,
}


def _with_sealed_note(document: dict[str, Any]) -> dict[str, Any]:
    """What was stated about a person in clear stays where it was; since then it is sealed beside it."""
    return {**document, "note": None}


def _member_removed_v2(document: dict[str, Any]) -> dict[str, Any]:
    """The same; and nobody kept since when he took no part, nor that he had no reason."""
    return _with_sealed_note(document) | {"since": None, "without_reason": False}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("probation-extended", 1): _with_sealed_note,
    ("membership-suspended", 1): _with_sealed_note,
    ("rectification-started", 1): _with_sealed_note,
    ("member-removed", 1): _member_removed_v2,
    ("member-expelled", 1): _with_sealed_note,
}
"""The step from each retired shape to the next."""

FORM: StoredForm[DomainEvent] = StoredForm(NAMES, UPCASTERS)

encode = FORM.encode
decode = FORM.decode
versions = FORM.versions
