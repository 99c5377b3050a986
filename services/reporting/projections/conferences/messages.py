"""What the roster reads of `membership.v1` and `resources.v1`: only what it shows."""

import msgspec

from services.reporting.projections.hearing import Heard, Hearing
from shared.contracts import membership, resources
from shared.contracts.log import log_reached_type


class Division(msgspec.Struct, gc=False):
    code: str
    name: str
    level: str
    parent_code: str | None
    effective_date: str


class DivisionRegistered(Heard, gc=False, tag="membership.division-registered.v1"):
    data: Division


class Renaming(msgspec.Struct, gc=False):
    code: str
    name: str
    effective_date: str


class DivisionRenamed(Heard, gc=False, tag="membership.division-renamed.v1"):
    data: Renaming


class OrganisationFacts(msgspec.Struct, gc=False):
    division_code: str | None


class Establishment(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    after: OrganisationFacts
    effective_date: str


class OrganisationEstablished(Heard, gc=False, tag="membership.organisation-established.v1"):
    data: Establishment


class OrganisationRenaming(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    effective_date: str


class OrganisationRenamed(Heard, gc=False, tag="membership.organisation-renamed.v1"):
    data: OrganisationRenaming


class Move(msgspec.Struct, gc=False):
    organisation_id: str
    after: OrganisationFacts
    effective_date: str


class OrganisationMoved(Heard, gc=False, tag="membership.organisation-moved.v1"):
    data: Move


class Ending(msgspec.Struct, gc=False):
    organisation_id: str
    before: OrganisationFacts
    effective_date: str


class OrganisationMerged(Heard, gc=False, tag="membership.organisation-merged.v1"):
    data: Ending


class OrganisationDissolved(Heard, gc=False, tag="membership.organisation-dissolved.v1"):
    data: Ending


class UnitFacts(msgspec.Struct, gc=False):
    name: str
    unit_class: str
    premises: list[str]
    organisation_id: str | None


class UnitChange(msgspec.Struct, gc=False):
    unit_id: str
    before: UnitFacts | None
    after: UnitFacts | None
    effective_date: str


class UnitTold(Heard, gc=False):
    data: UnitChange


class Naming(msgspec.Struct, gc=False):
    unit_id: str
    post: str
    effective_date: str


class LiaisonNamed(Heard, gc=False, tag="resources.liaison-named.v1"):
    data: Naming


class ConferenceFacts(msgspec.Struct, gc=False):
    division_code: str
    level: str
    name: str
    parent_id: str | None


class Member(msgspec.Struct, gc=False):
    unit_id: str
    seats: int
    representative_post: str
    since: str


class ChairTerm(msgspec.Struct, gc=False):
    unit_id: str
    begins: str
    ends: str | None
    kind: str


class Founding(msgspec.Struct, gc=False):
    conference_id: str
    after: ConferenceFacts
    members: list[Member]
    chairs: list[ChairTerm]
    effective_date: str


class ConferenceFounded(Heard, gc=False, tag="resources.conference-founded.v1"):
    data: Founding


class Dissolution(msgspec.Struct, gc=False):
    conference_id: str
    before: ConferenceFacts
    members: list[Member]
    effective_date: str


class ConferenceDissolved(Heard, gc=False, tag="resources.conference-dissolved.v1"):
    data: Dissolution


class MemberChange(msgspec.Struct, gc=False):
    conference_id: str
    before: Member | None
    after: Member | None
    effective_date: str
    chairs: list[ChairTerm] = []


class MemberTold(Heard, gc=False):
    data: MemberChange


class ChairMove(msgspec.Struct, gc=False):
    conference_id: str
    chairs: list[ChairTerm]
    effective_date: str


class ChairMoved(Heard, gc=False):
    data: ChairMove


class Agreement(msgspec.Struct, gc=False):
    agreement_id: str
    conference_id: str
    title: str
    parties: list[str]
    begins: str
    ends: str


class Signature(msgspec.Struct, gc=False):
    agreement: Agreement
    stage: str
    effective_date: str


class AgreementSigned(Heard, gc=False, tag="resources.agreement-signed.v1"):
    data: Signature


class AgreementChange(msgspec.Struct, gc=False):
    agreement: Agreement
    effective_date: str


class AgreementRenewed(Heard, gc=False, tag="resources.agreement-renewed.v1"):
    data: AgreementChange


class AgreementEnded(Heard, gc=False, tag="resources.agreement-ended.v1"):
    data: AgreementChange


class Booking(msgspec.Struct, gc=False):
    booking_id: str
    resource_id: str
    kind: str
    community_code: str
    owner_unit_id: str
    begins: str


class Use(msgspec.Struct, gc=False):
    after: Booking
    minutes: int
    effective_date: str


class Used(Heard, gc=False):
    data: Use


class Fund(msgspec.Struct, gc=False):
    unit_id: str
    community_code: str


class FundEntry(msgspec.Struct, gc=False):
    fen: int


class FundMove(msgspec.Struct, gc=False):
    fund_id: str
    fund: Fund
    entry: FundEntry
    effective_date: str


class FundDrawnDown(Heard, gc=False, tag="resources.fund-drawn-down.v1"):
    data: FundMove


class FundReturned(Heard, gc=False, tag="resources.fund-returned.v1"):
    data: FundMove


def _like(told: type[Heard], *reasons: str) -> tuple[type[Heard], ...]:
    """Messages of `resources.v1` that tell the same, under other names."""
    return tuple(type(r, (told,), {}, tag=f"resources.{r}.v1", gc=False) for r in reasons)


UNIT_MESSAGES = _like(
    UnitTold,
    "unit-registered",
    "unit-corrected",
    "premises-opened",
    "premises-closed",
    "unit-organisation-linked",
    "unit-organisation-unlinked",
    "unit-departed",
)
MEMBER_MESSAGES = _like(
    MemberTold,
    "conference-member-joined",
    "conference-member-left",
    "seats-allotted",
    "representative-delegated",
)
CHAIR_MESSAGES = _like(
    ChairMoved,
    "chair-order-published",
    "chair-turns-swapped",
    "chair-turn-skipped",
    "interim-chair-named",
    "rotation-continued",
)
USE_MESSAGES = _like(Used, "booking-completed", "use-recorded")

heard_of_membership = Hearing(
    {*membership.MESSAGES, log_reached_type("membership")},
    (
        DivisionRegistered,
        DivisionRenamed,
        OrganisationEstablished,
        OrganisationRenamed,
        OrganisationMoved,
        OrganisationMerged,
        OrganisationDissolved,
    ),
)
heard_of_resources = Hearing(
    {*resources.MESSAGES, log_reached_type("resources")},
    (
        *UNIT_MESSAGES,
        LiaisonNamed,
        ConferenceFounded,
        ConferenceDissolved,
        *MEMBER_MESSAGES,
        *CHAIR_MESSAGES,
        AgreementSigned,
        AgreementRenewed,
        AgreementEnded,
        *USE_MESSAGES,
        FundDrawnDown,
        FundReturned,
    ),
)
