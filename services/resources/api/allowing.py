"""Who may do what: an office in its divisions, a unit's liaison for his own unit.

What exists is no secret among those who work here: out of scope is 403.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from services.resources.api.office import Office
from services.resources.application.whose import Whose
from services.resources.domain.admission.commands import AdmitTask, RefuseTask
from services.resources.domain.routing import AnyCommand, own_stream
from services.resources.domain.streams import UNITS
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH, Role
from shared.http.asking import Asking
from shared.http.looking import Looking


def allow(asked: Asking[Office], permission: Permission, command: AnyCommand) -> None:
    """Let the command pass.

    Raises:
        Forbidden: neither the office's divisions nor the liaison's unit give it.
        UnknownOrganisation: there is no living one in whose name it would be decided.
    """
    office, whose = asked.office, Whose(asked.office.resources)
    if isinstance(command, AdmitTask | RefuseTask):  # nobody decides in another office's name
        asked.reach.allow(permission, command.reviewer, "reviewer")
    own = own_units(asked.reach.caller)
    codes = whose.divisions(command)
    if own and whose.units(command) & own:
        asked.reach.allowed_at(office.resources.place_of(codes))
        return
    known = office.city.places(codes)
    if known:
        places = [known[code] for code in reversed(codes) if code in known]
        if not all(asked.reach.covers_path(permission, place) for place in places):
            raise Forbidden(permission)
    elif office.commands.version(own_stream(command)):
        asked.reach.allow_everywhere(permission)  # it stands nowhere any more
    elif not _holds(asked.reach.caller, permission):
        raise Forbidden(permission)  # there is no such thing: told to those who might have had it


def own_units(caller: Principal) -> frozenset[str]:
    """The units the caller is the liaison of."""
    liaison = Role.UNIT_LIAISON
    return frozenset(one.organisation_id for one in caller.grants if one.role is liaison)


def _holds(caller: Principal, permission: Permission) -> bool:
    return any(grant.role in ROLES_WITH[permission] for grant in caller.grants)


@dataclass(frozen=True)
class Sight:
    """How far a caller sees.

    Attributes:
        roots: the paths of the divisions in and below which he sees everything.
        units: his own units.
    """

    office: Office
    roots: Collection[str]
    units: Collection[str]

    @cached_property
    def codes(self) -> Collection[str]:
        """The divisions whose things he sees."""
        return self.office.city.codes_below(self.roots)

    @cached_property
    def around(self) -> Collection[str]:
        """Those, and the divisions where his units have premises, with all above these."""
        states = self.office.commands.states([UNITS + unit for unit in self.units])
        facts = [state.facts for state in states.values() if state.facts is not None]
        places = self.office.city.places([code for each in facts for code in each.premises])
        return [*self.codes, *{code for path in places.values() for code in path.split("/")}]


def sight(looked: Looking[Office]) -> Sight:
    """What the query is limited to. Raises `Forbidden` for who sees nothing."""
    caller, read = looked.reach.caller, Permission.RESOURCE_READ
    units, holds = own_units(caller), _holds(caller, read)
    if not holds and not units:
        raise Forbidden(read)
    return Sight(looked.office, looked.reach.roots(read) if holds else (), sorted(units))
