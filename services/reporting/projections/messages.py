"""What the district statistics read of `membership.v1`: only what they count."""

import msgspec

from services.reporting.projections.hearing import Heard, Hearing, alike
from services.reporting.projections.kinds import Education, Gender, MemberClass, Standing
from shared.contracts.membership import MESSAGES
from shared.messaging.hearing import known_types


class MemberFacts(msgspec.Struct, gc=False):
    organisation_id: str
    organisation_path: str
    standing: Standing
    member_class: MemberClass
    education: Education
    birth_date: str
    gender: Gender


class MemberChange(msgspec.Struct, gc=False):
    member_id: str
    effective_date: str
    before: MemberFacts | None
    after: MemberFacts | None
    transfer_id: str | None = None


class MemberCounted(Heard, gc=False):
    data: MemberChange


class OrganisationFacts(msgspec.Struct, gc=False):
    path: str
    kind: str
    form: str
    division_code: str | None


class Establishment(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    superior_id: str | None
    after: OrganisationFacts
    effective_date: str


class OrganisationEstablished(Heard, gc=False, tag="membership.organisation-established.v1"):
    data: Establishment


class Renaming(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    effective_date: str


class OrganisationRenamed(Heard, gc=False, tag="membership.organisation-renamed.v1"):
    data: Renaming


class Move(msgspec.Struct, gc=False):
    organisation_id: str
    superior_id: str
    after: OrganisationFacts
    effective_date: str


class OrganisationMoved(Heard, gc=False, tag="membership.organisation-moved.v1"):
    data: Move


class Merger(msgspec.Struct, gc=False):
    organisation_id: str
    into_id: str
    before: OrganisationFacts
    effective_date: str


class OrganisationMerged(Heard, gc=False, tag="membership.organisation-merged.v1"):
    data: Merger


class Dissolution(msgspec.Struct, gc=False):
    organisation_id: str
    successor_id: str
    before: OrganisationFacts
    effective_date: str


class OrganisationDissolved(Heard, gc=False, tag="membership.organisation-dissolved.v1"):
    data: Dissolution


class Division(msgspec.Struct, gc=False):
    code: str
    parent_code: str | None
    effective_date: str


class DivisionRegistered(Heard, gc=False, tag="membership.division-registered.v1"):
    data: Division


class Enrolment(msgspec.Struct, gc=False):
    code: str
    effective_date: str


class CommunityEnrolled(Heard, gc=False, tag="membership.community-enrolled.v1"):
    data: Enrolment


class Request(msgspec.Struct, gc=False):
    transfer_id: str
    kind: str
    reason: str


class TransferRequested(Heard, gc=False, tag="membership.transfer-requested.v1"):
    data: Request


MEMBER_REASONS = (
    "member-registered",
    "member-corrected",
    "admitted-to-full",
    "member-class-changed",
    "membership-suspended",
    "membership-restored",
    "member-removed",
    "member-expelled",
    "member-deceased",
    "affiliation-transferred",
    "affiliation-followed-organisation",
)
"""Why a member is counted otherwise: the messages that carry the facts before and after."""

ORGANISATION_MESSAGES: tuple[type[Heard], ...] = (
    OrganisationEstablished,
    OrganisationRenamed,
    OrganisationMoved,
    OrganisationMerged,
    OrganisationDissolved,
)
OTHER_MESSAGES: tuple[type[Heard], ...] = (DivisionRegistered, CommunityEnrolled, TransferRequested)
MEMBER_MESSAGES = alike(MemberCounted, "membership", MEMBER_REASONS)

_WANTED = (*MEMBER_MESSAGES, *ORGANISATION_MESSAGES, *OTHER_MESSAGES)
heard = Hearing(known_types("membership", MESSAGES), _WANTED)
