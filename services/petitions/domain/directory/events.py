"""What can have happened to the units that handle appeals."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.terms import Level


@dataclass(frozen=True, slots=True)
class UnitEntered:
    unit_id: str
    name: str
    level: Level
    division_code: str
    superior_id: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitChanged:
    """The unit has this name and this superior from now on."""

    unit_id: str
    name: str
    superior_id: str | None
    name_before: str
    superior_id_before: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitClosed:
    """The unit takes no more work orders; what it has in hand it still answers for."""

    unit_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class DivisionsFollowed:
    """What membership told of divisions is taken over up to this ``place`` of its log, rising from 1.

    What stands there or before is not taken over again, however often it is told: it would write older
    names over newer ones.
    """

    place: int
    effective_date: date


DirectoryEvent = UnitEntered | UnitChanged | UnitClosed | DivisionsFollowed
