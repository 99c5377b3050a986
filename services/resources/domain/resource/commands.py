"""What can be asked about a bookable resource."""

from dataclasses import dataclass

from services.resources.domain.command import Command
from services.resources.domain.resource.events import ResourceTerms
from services.resources.domain.terms import FreeText, PublicName, ShareKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceCommand(Command):
    """A command about one bookable resource."""

    resource_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferResource(ResourceCommand):
    """Offer a resource; ``owner_unit_id`` empty when it belongs to the community."""

    kind: ShareKind
    name: PublicName
    community_code: str
    owner_unit_id: str
    terms: ResourceTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResourceTerms(ResourceCommand):
    """Lend it on other terms from now on; what is None stays as it is."""

    name: PublicName | None = None
    terms: ResourceTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawResource(ResourceCommand):
    cause_text: FreeText
