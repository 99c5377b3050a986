"""What can have happened to the divisions of the city."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.terms import DivisionLevel


@dataclass(frozen=True, slots=True)
class DivisionRegistered:
    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class DivisionRenamed:
    code: str
    name: str
    name_before: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CommunityEnrolled:
    """The community takes part in community Party-building: statistics count it from this day."""

    code: str
    effective_date: date


TerritoryEvent = DivisionRegistered | DivisionRenamed | CommunityEnrolled
