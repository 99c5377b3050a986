"""What can have happened to a pairing."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import Labelled


class ScorerRole(Labelled):
    """Who scores: both sides of the community."""

    COMMUNITY_OFFICER = "community_officer", "社区干部"
    RESIDENTS_REPRESENTATIVE = "residents_representative", "居民代表"


@dataclass(frozen=True, slots=True)
class PairingFacts:
    """A unit (department) paired with a community for a calendar year."""

    pairing_id: str
    unit_id: str
    community_code: str
    year: int


@dataclass(frozen=True, slots=True)
class DepartmentPaired:
    pairing_id: str
    pairing: PairingFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedPromised:
    """The department promises a deed by ``due``."""

    pairing_id: str
    number: int
    text: str
    due: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedDone:
    pairing_id: str
    number: int
    in_time: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedScored:
    """``points`` by one ``scorer`` (an account); who scores again replaces ``points_before``."""

    pairing_id: str
    number: int
    role: ScorerRole
    scorer: str
    points_before: int | None
    points: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class PairingEnded:
    pairing_id: str
    pairing: PairingFacts
    cause_text: str
    effective_date: date


PairingEvent = DepartmentPaired | DeedPromised | DeedDone | DeedScored | PairingEnded
