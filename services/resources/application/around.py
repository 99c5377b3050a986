"""What of the city a command names, as membership tells it: divisions and Party organisations."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from services.resources.domain.rules.decider import Rules
from services.resources.domain.surroundings import Division, Organisation, Surroundings
from services.resources.domain.terms import DivisionLevel


class Known(Protocol):
    """What `shared.city.tree.City` answers."""

    def divisions(self, codes: Collection[str]) -> Mapping[str, Any]: ...
    def organisations(self, ids: Collection[str]) -> Mapping[str, Any]: ...
    def places(self, codes: Collection[str]) -> Mapping[str, str]: ...
    def successor(self, organisation_id: str) -> Any: ...


def surroundings(command: object, known: Known, rules: Rules) -> Surroundings:
    """The divisions and organisations the command names, and the rule table."""
    ids = _named(command, ("organisation_id", "reviewer"))
    codes = (*codes_named(command), *_named(command, ("conference_id",)))
    listed, places = known.divisions(codes), known.places(codes)
    divisions = {
        code: Division(code, found.name, DivisionLevel(found.level), places[code])
        for code, found in listed.items()
    }
    organisations = {
        one: Organisation(one, found.path, found.living)
        for one, found in known.organisations(ids).items()
    }
    return Surroundings(divisions, organisations, rules)


def codes_named(command: object) -> tuple[str, ...]:
    """The divisions the command names."""
    several = (getattr(command, name, ()) for name in ("premises", "communities"))
    codes = [code for each in several for code in each]
    return (*_named(command, ("community_code", "division_code")), *codes)


def _named(command: object, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (getattr(command, name, None) for name in fields)))
