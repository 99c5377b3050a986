"""The district of the bench: 12 streets of 13 communities, and who works there."""

from dataclasses import dataclass
from datetime import datetime
from itertools import product

from services.petitions.application import Petitions
from services.petitions.domain.directory.commands import EnterUnits, UnitLine
from services.petitions.domain.terms import Level
from services.petitions.policies.calendar_years import CalendarYears
from shared.acting import Acting
from shared.clock import derived_id

CITY, DISTRICT = "4301", "430111"
STREETS, COMMUNITIES = 12, 13
CATEGORIES = ("property-management", "parking", "road", "health", "employment")
"""What a unit has seven days for: no promise comes due while we measure."""


@dataclass(frozen=True)
class Community:
    """A place that appeals come from; its office handles them, and its street gives the orders."""

    street: str
    code: str

    @property
    def path(self) -> str:
        return f"{CITY}/{DISTRICT}/{self.street}/{self.code}"


def _communities() -> tuple[Community, ...]:
    streets = [f"{DISTRICT}{number:03d}" for number in range(1, STREETS + 1)]
    numbers = range(1, COMMUNITIES + 1)
    return tuple(Community(s, f"{s}{number:03d}") for s, number in product(streets, numbers))


PLACES = _communities()


def settle(petitions: Petitions, now: datetime) -> None:
    """Enter the units and the working calendar; a second time changes nothing."""
    acting = Acting(now, "officer-1", derived_id("bench:units"), organisation_path=CITY)
    command = EnterUnits(
        now=now, today=acting.today, actor=acting.actor, effective_date=acting.today, units=_units()
    )
    petitions.commands.execute(command, acting)
    for act in CalendarYears(petitions, lambda: now).acts():
        act()


def _units() -> tuple[UnitLine, ...]:
    streets = sorted({place.street for place in PLACES})
    return (
        UnitLine(CITY, "长沙市", Level.CITY, CITY, None),
        UnitLine(DISTRICT, "雨花区", Level.DISTRICT, DISTRICT, CITY),
        *(UnitLine(s, f"{s}街道", Level.STREET, s, DISTRICT) for s in streets),
        *(UnitLine(p.code, f"{p.code}社区", Level.COMMUNITY, p.code, p.street) for p in PLACES),
    )
