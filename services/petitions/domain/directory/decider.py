"""The units that can be given work orders, and the places appeals come from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.petitions.domain.command import check_not_ahead
from services.petitions.domain.directory.commands import (
    CloseUnit,
    DirectoryCommand,
    DivisionTold,
    EnterUnits,
    FollowDivisions,
    UnitLine,
)
from services.petitions.domain.directory.events import (
    DirectoryEvent,
    DivisionsFollowed,
    UnitChanged,
    UnitClosed,
    UnitEntered,
)
from services.petitions.domain.directory.rejections import (
    PlaceOutsideDistrict,
    UnitIdMissing,
    UnitIsClosed,
    UnitMisplaced,
    UnitNameMissing,
    UnitRelevelled,
    UnknownUnit,
)
from services.petitions.domain.terms import Level

_HEIGHT = {Level.COMMUNITY: 0, Level.STREET: 1, Level.DISTRICT: 2, Level.CITY: 3}


@dataclass(frozen=True, slots=True)
class Directory:
    """The units by id, those that are closed, and how far membership's log has been followed."""

    units: dict[str, UnitLine] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    followed_to: int = 0

    def unit(self, unit_id: str, field: str = "unit_id") -> UnitLine:
        """The unit, closed or not.

        Raises:
            UnknownUnit: naming ``field``, the command field that held the id.
        """
        found = self.units.get(unit_id)
        if found is None:
            raise UnknownUnit(field, unit_id)
        return found

    def open_unit(self, unit_id: str, field: str) -> UnitLine:
        """The unit, which can be given work orders.

        Raises:
            UnknownUnit, UnitIsClosed: naming ``field``.
        """
        found = self.unit(unit_id, field)
        if unit_id in self.closed:
            raise UnitIsClosed(field, unit_id)
        return found

    def superiors(self, unit_id: str) -> tuple[str, ...]:
        """The units above it, the nearest first; the way an overdue order climbs."""
        return tuple(unit.unit_id for unit in self._up(unit_id))[1:]

    def unit_path(self, unit_id: str) -> str:
        """The ids from the highest unit down to this one, joined by ``/``."""
        return "/".join((*reversed(self.superiors(unit_id)), unit_id))

    def offices(self, place: str) -> tuple[UnitLine, ...]:
        """The offices of the place and of the divisions it lies in, the nearest first.

        Raises:
            PlaceOutsideDistrict: no division of this code has an office here.
        """
        office = self.units.get(place)
        if office is None or office.division_code != place or office.level is Level.CITY:
            raise PlaceOutsideDistrict(place)
        return tuple(unit for unit in self._up(place) if unit.unit_id == unit.division_code)

    def place_path(self, place: str) -> str:
        """The codes from the highest division down to the place, joined by ``/``."""
        return "/".join(office.unit_id for office in reversed(self.offices(place)))

    def _up(self, unit_id: str) -> Iterator[UnitLine]:
        unit = self.units.get(unit_id)
        while unit is not None:
            yield unit
            unit = self.units.get(unit.superior_id) if unit.superior_id is not None else None


initial = Directory()


def enter(command: EnterUnits, directory: Directory) -> tuple[DirectoryEvent, ...]:
    """Take over a list; one bad line refuses the whole list, for those below would dangle."""
    check_not_ahead(command)
    return _entered(command.units, directory, command.effective_date)


def follow(command: FollowDivisions, directory: Directory) -> tuple[DirectoryEvent, ...]:
    """Take over what is told behind the place that was reached; a name of a unit nobody entered is let go."""
    check_not_ahead(command)
    news = [told for told in command.told if told.place > directory.followed_to]
    if not news:
        return ()
    reached = DivisionsFollowed(news[-1].place, command.effective_date)
    return (*_entered(_lines(news, directory), directory, command.effective_date), reached)


def _lines(news: Iterable[DivisionTold], directory: Directory) -> Iterator[UnitLine]:
    known = dict(directory.units)
    for told in news:
        code = told.division_code
        before = known.get(code)
        if told.level is not None:
            line = UnitLine(code, told.name, told.level, code, told.parent_code)
        elif before is not None:
            line = replace(before, name=told.name)
        else:
            continue
        known[line.unit_id] = line
        yield line


def _entered(
    lines: Iterable[UnitLine], directory: Directory, day: date
) -> tuple[DirectoryEvent, ...]:
    grown = replace(directory, units=dict(directory.units))
    events: list[DirectoryEvent] = []
    for line in lines:
        _check_line(line, grown)
        events.extend(_news(line, grown, day))
        grown.units[line.unit_id] = line
    return tuple(events)


def _check_line(line: UnitLine, directory: Directory) -> None:
    if not line.unit_id.strip():
        raise UnitIdMissing
    if not line.name.strip():
        raise UnitNameMissing(line.unit_id)
    if line.superior_id is None:
        return
    superior = directory.unit(line.superior_id, "units.superior_id")
    if _HEIGHT[superior.level] < _HEIGHT[line.level]:
        raise UnitMisplaced(line.unit_id)
    if line.unit_id in (superior.unit_id, *directory.superiors(superior.unit_id)):
        raise UnitMisplaced(line.unit_id)


def _news(line: UnitLine, directory: Directory, day: date) -> Iterable[DirectoryEvent]:
    before = directory.units.get(line.unit_id)
    if before is None:
        yield UnitEntered(
            line.unit_id, line.name, line.level, line.division_code, line.superior_id, day
        )
    elif (before.level, before.division_code) != (line.level, line.division_code):
        raise UnitRelevelled(line.unit_id)
    elif before != line:
        names = (line.name, line.superior_id, before.name, before.superior_id)
        yield UnitChanged(line.unit_id, *names, day)


def close(command: CloseUnit, directory: Directory) -> tuple[DirectoryEvent, ...]:
    """Close a unit once; a second time yields nothing."""
    check_not_ahead(command)
    directory.unit(command.unit_id)
    if command.unit_id in directory.closed:
        return ()
    return (UnitClosed(command.unit_id, command.effective_date),)


_DECIDE: dict[type, Callable[[Any, Directory], tuple[DirectoryEvent, ...]]] = {
    EnterUnits: enter,
    FollowDivisions: follow,
    CloseUnit: close,
}


def decide(command: DirectoryCommand, directory: Directory) -> tuple[DirectoryEvent, ...]:
    """What follows from ``command``; nothing when it is already so."""
    return _DECIDE[type(command)](command, directory)


def evolve(directory: Directory, event: DirectoryEvent) -> Directory:
    """The directory after one more event; for many, `fold` copies only once."""
    return fold((event,), directory)


def fold(events: Iterable[DirectoryEvent], directory: Directory = initial) -> Directory:
    """The directory after all ``events``; ``directory`` itself is left as it was."""
    units, closed = dict(directory.units), set(directory.closed)
    followed_to = directory.followed_to
    for event in events:
        if isinstance(event, UnitEntered):
            units[event.unit_id] = UnitLine(
                event.unit_id, event.name, event.level, event.division_code, event.superior_id
            )
        elif isinstance(event, UnitChanged):
            units[event.unit_id] = replace(
                units[event.unit_id], name=event.name, superior_id=event.superior_id
            )
        elif isinstance(event, DivisionsFollowed):
            followed_to = event.place
        else:
            closed.add(event.unit_id)
    return Directory(units, frozenset(closed), followed_to)
