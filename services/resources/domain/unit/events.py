"""What can have happened to a resident unit.

``before`` and ``after`` say what is counted of it on either side: ``before`` is None when it is
registered, ``after`` when it departs. ``sealed`` holds the liaison's name and phone as one opaque text.
"""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import UnitClass


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What of a unit is counted; ``organisation_path`` as it stood when the event was decided.

    ``organisation_id`` is the unit's own Party organisation in membership's tree, if it has one.
    """

    unit_id: str
    name: str
    unit_class: UnitClass
    premises: tuple[str, ...]
    organisation_id: str | None = None
    organisation_path: str = ""


@dataclass(frozen=True, slots=True)
class UnitRegistered:
    """The unit is known to the city, or is again after its departure."""

    unit_id: str
    before: None
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitCorrected:
    """Name or class are recorded anew."""

    unit_id: str
    before: UnitFacts
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class PremisesOpened:
    """The unit has premises in one more community."""

    unit_id: str
    community_code: str
    before: UnitFacts
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class PremisesClosed:
    unit_id: str
    community_code: str
    before: UnitFacts
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class LiaisonNamed:
    """The unit has another liaison (联络员), known to others by his ``post`` only."""

    unit_id: str
    post: str
    sealed: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class LiaisonForgotten:
    """The liaison's sealed data is to be unreadable for ever; the post stays known."""

    unit_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitOrganisationLinked:
    """The unit's own Party organisation, or its place in membership's tree, is another."""

    unit_id: str
    before: UnitFacts
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitOrganisationUnlinked:
    """The unit has no Party organisation of its own any more."""

    unit_id: str
    before: UnitFacts
    after: UnitFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitDeparted:
    """The unit left the city's communities or was wound up."""

    unit_id: str
    before: UnitFacts
    after: None
    cause_text: str
    effective_date: date


UnitEvent = (
    UnitRegistered
    | UnitCorrected
    | PremisesOpened
    | PremisesClosed
    | LiaisonNamed
    | LiaisonForgotten
    | UnitOrganisationLinked
    | UnitOrganisationUnlinked
    | UnitDeparted
)
