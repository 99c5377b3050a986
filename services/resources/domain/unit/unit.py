"""A resident unit as it stands, and how it changes by what happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.rejection import Rejection
from services.resources.domain.unit.events import (
    LiaisonForgotten,
    LiaisonNamed,
    PremisesClosed,
    PremisesOpened,
    UnitCorrected,
    UnitDeparted,
    UnitEvent,
    UnitFacts,
    UnitOrganisationLinked,
    UnitOrganisationUnlinked,
    UnitRegistered,
)


class UnknownUnit(Rejection):
    def __init__(self, unit_id: str, field: str) -> None:
        super().__init__(
            field,
            f"there is no resident unit {unit_id!r}; register it first",
            "没有该驻区单位,请先登记",
        )


class UnitHasDeparted(Rejection):
    """A unit that left shares and promises nothing any more."""

    def __init__(self, unit_id: str, field: str) -> None:
        super().__init__(
            field,
            f"resident unit {unit_id!r} has departed; register it again or give another",
            "该驻区单位已迁出,请重新登记或选择其他单位",
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """``facts`` is None before registration and after departure; ``sealed`` opens the liaison."""

    facts: UnitFacts | None = None
    liaison_post: str = ""
    sealed: str = ""
    changed_on: date | None = None


initial = Unit()


def present(units: Mapping[str, Unit], unit_id: str, field: str = "unit_id") -> UnitFacts:
    """What is counted of a unit that is here.

    Raises:
        UnknownUnit: it was never registered.
        UnitHasDeparted: it is here no more.
    """
    unit = units.get(unit_id, initial)
    if unit.changed_on is None:
        raise UnknownUnit(unit_id, field)
    if unit.facts is None:
        raise UnitHasDeparted(unit_id, field)
    return unit.facts


def fold(events: Iterable[UnitEvent], unit: Unit = initial) -> Unit:
    """The unit after all ``events``."""
    return reduce(evolve, events, unit)


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """The unit after one more event."""
    return replace(_APPLY[type(event)](unit, event), changed_on=event.effective_date)


def _counted(unit: Unit, event: Any) -> Unit:
    return replace(unit, facts=event.after)


def _named(unit: Unit, event: LiaisonNamed) -> Unit:
    return replace(unit, liaison_post=event.post, sealed=event.sealed)


def _forgotten(unit: Unit, _: LiaisonForgotten) -> Unit:
    return replace(unit, sealed="")


_APPLY: dict[type, Callable[[Unit, Any], Unit]] = {
    UnitRegistered: _counted,
    UnitCorrected: _counted,
    PremisesOpened: _counted,
    PremisesClosed: _counted,
    LiaisonNamed: _named,
    LiaisonForgotten: _forgotten,
    UnitOrganisationLinked: _counted,
    UnitOrganisationUnlinked: _counted,
    UnitDeparted: _counted,
}
