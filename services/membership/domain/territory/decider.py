"""The divisions of the city: an official list, taken over and kept current."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.membership.domain.command import check_effective_date
from services.membership.domain.terms import DivisionLevel
from services.membership.domain.territory.commands import (
    Division,
    EnrolCommunity,
    RegisterDivisions,
    TerritoryCommand,
)
from services.membership.domain.territory.events import (
    CommunityEnrolled,
    DivisionRegistered,
    DivisionRenamed,
    TerritoryEvent,
)
from services.membership.domain.territory.rejections import (
    DivisionCodeInvalid,
    DivisionMisplaced,
    DivisionMovedOrRelevelled,
    DivisionNameMissing,
    NotACommunity,
    UnknownDivision,
)

_CODE = re.compile(r"\d{4}|\d{6}|\d{9}|\d{12}")
_PARENT_LEVEL = {
    DivisionLevel.CITY: None,
    DivisionLevel.DISTRICT: DivisionLevel.CITY,
    DivisionLevel.STREET: DivisionLevel.DISTRICT,
    DivisionLevel.COMMUNITY: DivisionLevel.STREET,
}


@dataclass(frozen=True, slots=True)
class Territory:
    """The registered divisions by code, and the enrolled communities with the day they enrolled."""

    divisions: dict[str, Division] = field(default_factory=dict)
    enrolments: dict[str, date] = field(default_factory=dict)

    def division(self, code: str, field: str = "division_code") -> Division:
        """The division with this code.

        Raises:
            UnknownDivision: naming ``field``, the command field that held the code.
        """
        found = self.divisions.get(code)
        if found is None:
            raise UnknownDivision(field, code)
        return found

    def is_community(self, code: str | None) -> bool:
        """Whether the code names a division of community level."""
        found = self.divisions.get(code) if code is not None else None
        return found is not None and found.level is DivisionLevel.COMMUNITY

    def enrolled(self, code: str) -> bool:
        """Whether the community takes part in community Party-building."""
        return code in self.enrolments


initial = Territory()


def register(command: RegisterDivisions, territory: Territory) -> tuple[TerritoryEvent, ...]:
    """Take over a list; one bad line refuses the whole list, for its children would dangle."""
    check_effective_date(command, None)
    known = dict(territory.divisions)
    events: list[TerritoryEvent] = []
    for line in command.divisions:
        _check_line(line, known)
        events.extend(_changes(line, known.get(line.code), command.effective_date))
        known[line.code] = line
    return tuple(events)


def _check_line(line: Division, known: dict[str, Division]) -> None:
    if _CODE.fullmatch(line.code) is None:
        raise DivisionCodeInvalid(line.code)
    if not line.name.strip():
        raise DivisionNameMissing(line.code)
    if line.parent_code is not None and line.parent_code not in known:
        raise UnknownDivision("divisions.parent_code", line.parent_code)
    parent_level = known[line.parent_code].level if line.parent_code is not None else None
    if parent_level is not _PARENT_LEVEL[line.level]:
        raise DivisionMisplaced(line.code, line.level)


def _changes(line: Division, before: Division | None, effective: date) -> Iterable[TerritoryEvent]:
    if before is None:
        yield DivisionRegistered(line.code, line.name, line.level, line.parent_code, effective)
    elif (before.level, before.parent_code) != (line.level, line.parent_code):
        raise DivisionMovedOrRelevelled(line.code)
    elif before.name != line.name:
        yield DivisionRenamed(line.code, line.name, before.name, effective)


def enrol(command: EnrolCommunity, territory: Territory) -> tuple[TerritoryEvent, ...]:
    """Enrol a community once; a second time yields nothing."""
    check_effective_date(command, None)
    if territory.division(command.code, "code").level is not DivisionLevel.COMMUNITY:
        raise NotACommunity(command.code)
    if territory.enrolled(command.code):
        return ()
    return (CommunityEnrolled(command.code, command.effective_date),)


_DECIDE: dict[type, Callable[[Any, Territory], tuple[TerritoryEvent, ...]]] = {
    RegisterDivisions: register,
    EnrolCommunity: enrol,
}


def decide(command: TerritoryCommand, territory: Territory) -> tuple[TerritoryEvent, ...]:
    """What follows from ``command``; nothing when it is already so."""
    return _DECIDE[type(command)](command, territory)


def evolve(territory: Territory, event: TerritoryEvent) -> Territory:
    """The territory after one more event; for many, `fold` copies only once."""
    return fold((event,), territory)


def fold(events: Iterable[TerritoryEvent], territory: Territory = initial) -> Territory:
    """The territory after all ``events``; ``territory`` itself is left as it was."""
    grown = Territory(dict(territory.divisions), dict(territory.enrolments))
    for event in events:
        _APPLY[type(event)](grown, event)
    return grown


def _registered(grown: Territory, event: DivisionRegistered) -> None:
    grown.divisions[event.code] = Division(event.code, event.name, event.level, event.parent_code)


def _renamed(grown: Territory, event: DivisionRenamed) -> None:
    before = grown.divisions[event.code]
    grown.divisions[event.code] = Division(event.code, event.name, before.level, before.parent_code)


def _enrolled(grown: Territory, event: CommunityEnrolled) -> None:
    grown.enrolments[event.code] = event.effective_date


_APPLY: dict[type, Callable[[Territory, Any], None]] = {
    DivisionRegistered: _registered,
    DivisionRenamed: _renamed,
    CommunityEnrolled: _enrolled,
}
