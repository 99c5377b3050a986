"""What the roster reads of `resources.v1`: only what it shows."""

import msgspec

from services.reporting.projections.hearing import Heard, Hearing, alike
from shared.contracts.resources import MESSAGES
from shared.messaging.hearing import known_types


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


UNIT_MESSAGES = alike(
    UnitTold,
    "resources",
    (
        "unit-registered",
        "unit-corrected",
        "premises-opened",
        "premises-closed",
        "unit-organisation-linked",
        "unit-organisation-unlinked",
        "unit-departed",
    ),
)
MEMBER_MESSAGES = alike(
    MemberTold,
    "resources",
    (
        "conference-member-joined",
        "conference-member-left",
        "seats-allotted",
        "representative-delegated",
    ),
)
CHAIR_MESSAGES = alike(
    ChairMoved,
    "resources",
    (
        "chair-order-published",
        "chair-turns-swapped",
        "chair-turn-skipped",
        "interim-chair-named",
        "rotation-continued",
    ),
)
USE_MESSAGES = alike(Used, "resources", ("booking-completed", "use-recorded"))

heard = Hearing(
    known_types("resources", MESSAGES),
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
