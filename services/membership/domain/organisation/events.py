"""What can have happened to the organisation tree.

Whatever changes what is counted carries ``before`` and ``after``, so that a view needs no state of
its own: one is taken from ``before``, one is added to ``after``.
"""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.terms import OrganisationFacts


@dataclass(frozen=True, slots=True)
class OrganisationEstablished:
    """``superior_id`` is None for a root; ``units`` are the units a joint branch covers."""

    organisation_id: str
    name: str
    superior_id: str | None
    may_transfer: bool
    units: tuple[str, ...]
    after: OrganisationFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationRenamed:
    organisation_id: str
    name: str
    name_before: str
    path: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationMoved:
    """Its path changed: it was moved itself, or an organisation above it was.

    ``moved_with`` names the organisation whose move this is; every organisation below gets its own
    event in the same act, so a view never has to know the tree.
    """

    organisation_id: str
    superior_id: str
    superior_id_before: str | None
    moved_with: str
    before: OrganisationFacts
    after: OrganisationFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationMerged:
    """It ended and became part of ``into_id``, which answers for its members from this day."""

    organisation_id: str
    into_id: str
    into_path: str
    before: OrganisationFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationDissolved:
    """It ended; ``successor_id``, its superior, answers for its members from this day."""

    organisation_id: str
    successor_id: str
    successor_path: str
    before: OrganisationFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationReElected:
    """A new term began on ``effective_date`` and ends on ``term_ends_on``, by the rule named."""

    organisation_id: str
    path: str
    rule: str
    term_years: int
    term_ends_on: date
    effective_date: date


OrganisationEvent = (
    OrganisationEstablished
    | OrganisationRenamed
    | OrganisationMoved
    | OrganisationMerged
    | OrganisationDissolved
    | OrganisationReElected
)
