"""What the roster reads of `membership.v1`: only what it shows."""

import msgspec

from services.reporting.projections.hearing import Heard, Hearing
from shared.contracts.membership import MESSAGES
from shared.messaging.hearing import known_types


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


heard = Hearing(
    known_types("membership", MESSAGES),
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
