"""What can be asked about the units that handle appeals."""

from dataclasses import dataclass

from services.petitions.domain.command import Command
from services.petitions.domain.terms import Level, PublicName


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: ``superior_id`` is where an overdue order of it climbs to.

    The office of a division has the division's own code as its id; a division whose office is listed
    is a place that appeals can come from. Other units (a water company, a bureau) have ids of their
    own and the code of the division they work in.
    """

    unit_id: str
    name: PublicName
    level: Level
    division_code: str
    superior_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterUnits(Command):
    """Take over a list of units, superiors before those below; what is unchanged yields nothing."""

    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class DivisionTold:
    """What membership told of a division: that it was registered, or only that it has another name.

    Attributes:
        place: where it stands in membership's log, rising from 1.
        division_code: also the id of its office here.
        name: from then on.
        level: the division's; None: it was told before, and has another name now.
        parent_code: the division it lies in; None also where only the name is told.
    """

    place: int
    division_code: str
    name: PublicName
    level: Level | None = None
    parent_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDivisions(Command):
    """Take over what membership told, in the order of its log; what was taken over before yields nothing."""

    told: tuple[DivisionTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnit(Command):
    """The unit takes no more work orders."""

    unit_id: str


DirectoryCommand = EnterUnits | FollowDivisions | CloseUnit
