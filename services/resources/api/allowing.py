"""Who may do what: an office in its divisions, a unit's liaison for his own unit.

What exists is no secret among those who work here: out of scope is 403.
"""

from collections.abc import Collection
from dataclasses import dataclass

from services.resources.api.office import Office
from services.resources.application.whose import Whose
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
    """
    office, whose = asked.office, Whose(asked.office.resources)
    own = own_units(asked.reach.caller)
    if own and whose.unit(command) in own:
        return
    codes = whose.divisions(command)
    places = [place for code in codes if (place := office.city.place(code))]
    if places:
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
        codes: the divisions whose things he sees.
        around: those, and the divisions where his units have premises.
        units: his own units.
    """

    codes: Collection[str]
    around: Collection[str]
    units: Collection[str]


def sight(looked: Looking[Office]) -> Sight:
    """What the query is limited to. Raises `Forbidden` for who sees nothing."""
    caller, read = looked.reach.caller, Permission.RESOURCE_READ
    units = own_units(caller)
    holds = _holds(caller, read)
    if not holds and not units:
        raise Forbidden(read)
    codes = looked.office.city.codes_below(looked.reach.roots(read)) if holds else []
    facts = (looked.office.resources.state(UNITS + unit).facts for unit in units)
    own = {code for each in facts if each is not None for code in each.premises}
    return Sight(list(codes), [*codes, *own], sorted(units))
