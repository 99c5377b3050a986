"""Departments paired with communities (结对共建), their deeds and scores."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PairingFactsV1:
    """A unit (department) paired with a community for a calendar year."""

    pairing_id: str
    unit_id: str
    community_code: str
    year: int


@dataclass(frozen=True, slots=True)
class DepartmentPairedV1:
    """A department is paired with a community for a year."""

    pairing_id: str
    pairing: PairingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedPromisedV1:
    """The department promised a deed by `due`."""

    pairing_id: str
    number: int
    due: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedDoneV1:
    """The deed is done; `in_time` says whether by its due date."""

    pairing_id: str
    number: int
    in_time: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class DeedScoredV1:
    """A deed was scored; the same scorer's earlier score was `points_before`.

    Attributes:
        role: for whom the scorer scores: `community_officer` or `residents_representative`.
    """

    pairing_id: str
    number: int
    role: str
    points_before: int | None
    points: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class PairingEndedV1:
    """The pairing is over."""

    pairing_id: str
    pairing: PairingFactsV1
    effective_date: date


PairingMessage = DepartmentPairedV1 | DeedPromisedV1 | DeedDoneV1 | DeedScoredV1 | PairingEndedV1
MESSAGES: dict[str, type[PairingMessage]] = {
    "resources.department-paired.v1": DepartmentPairedV1,
    "resources.deed-promised.v1": DeedPromisedV1,
    "resources.deed-done.v1": DeedDoneV1,
    "resources.deed-scored.v1": DeedScoredV1,
    "resources.pairing-ended.v1": PairingEndedV1,
}
