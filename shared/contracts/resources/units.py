"""Resident units (驻区单位), who has premises where; what is counted before and after each fact."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitFactsV1:
    """What of a unit is counted.

    Attributes:
        unit_class: what sort of unit it is: `organ`, `institution`, `enterprise`, `new_economic` or
            `new_social`.
        premises: the communities it has premises in, by code.
        organisation_id: its own Party organisation in membership's tree, if it has one.
        organisation_path: where that stood at the time; ids from the root joined by `/`.
    """

    unit_id: str
    name: str
    unit_class: str
    premises: tuple[str, ...]
    organisation_id: str | None
    organisation_path: str


@dataclass(frozen=True, slots=True)
class UnitRegisteredV1:
    """The unit is known to the city, or is again after its departure."""

    unit_id: str
    before: None
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitCorrectedV1:
    """Name or class are recorded anew."""

    unit_id: str
    before: UnitFactsV1
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class PremisesOpenedV1:
    """The unit has premises in one more community."""

    unit_id: str
    community_code: str
    before: UnitFactsV1
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class PremisesClosedV1:
    """The unit has no premises in the community any more."""

    unit_id: str
    community_code: str
    before: UnitFactsV1
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class LiaisonNamedV1:
    """The unit has another liaison (联络员), known by the post only."""

    unit_id: str
    post: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitOrganisationLinkedV1:
    """The unit's own Party organisation, or its place in membership's tree, is another."""

    unit_id: str
    before: UnitFactsV1
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitOrganisationUnlinkedV1:
    """The unit has no Party organisation of its own any more."""

    unit_id: str
    before: UnitFactsV1
    after: UnitFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitDepartedV1:
    """The unit left the city's communities or was wound up."""

    unit_id: str
    before: UnitFactsV1
    after: None
    effective_date: date


UnitMessage = (
    UnitRegisteredV1
    | UnitCorrectedV1
    | PremisesOpenedV1
    | PremisesClosedV1
    | LiaisonNamedV1
    | UnitOrganisationLinkedV1
    | UnitOrganisationUnlinkedV1
    | UnitDepartedV1
)
MESSAGES: dict[str, type[UnitMessage]] = {
    "resources.unit-registered.v1": UnitRegisteredV1,
    "resources.unit-corrected.v1": UnitCorrectedV1,
    "resources.premises-opened.v1": PremisesOpenedV1,
    "resources.premises-closed.v1": PremisesClosedV1,
    "resources.liaison-named.v1": LiaisonNamedV1,
    "resources.unit-organisation-linked.v1": UnitOrganisationLinkedV1,
    "resources.unit-organisation-unlinked.v1": UnitOrganisationUnlinkedV1,
    "resources.unit-departed.v1": UnitDepartedV1,
}
