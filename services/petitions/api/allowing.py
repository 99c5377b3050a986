"""Who may act upon, or see, an appeal.

A step is taken in the name of a unit in the caller's scope; whether that unit may take it is a rule of
the appeal itself. What is seen is limited in the query. Appeals out of scope are the same 404 as
those that never were, for whoever wants to see them as for whoever wants to act upon them.
"""

from services.petitions.api.office import Office
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.rejections import UnknownPetition
from services.petitions.projections.appeals.queries import Sight
from shared.access.permissions import Permission
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH
from shared.http.asking import Asking
from shared.http.looking import Looking

Request = Asking[Office] | Looking[Office]


def unit_of(request: Request, permission: Permission, by: str | None) -> str:
    """The unit in whose name the caller acts; his own where he names none.

    Raises:
        Forbidden: he may not act for it.
    """
    if by is not None:
        request.reach.allow(permission, by, "by")
        return by
    own = own_units(request, permission)
    if not own:
        raise Forbidden(permission)
    request.reach.covers(permission, own[0])  # so it is by this grant that he acts
    return own[0]


def own_units(request: Request, permission: Permission) -> tuple[str, ...]:
    """The very units the caller's grants with this permission are bound to."""
    grants = request.reach.caller.grants
    return tuple(g.organisation_id for g in grants if g.role in ROLES_WITH[permission])


def sight(request: Request, permission: Permission) -> Sight:
    """What the caller sees of appeals with this permission. Raises `Forbidden` for nothing."""
    roots = request.reach.roots(permission)
    return Sight(roots, own_units(request, permission), request.reach.sees_all(permission))


def allow_petition(
    request: Request, permission: Permission, petition_id: str, field: str = "petition_id"
) -> Petition:
    """Let who sees the appeal pass; answers it as it stands.

    Raises:
        UnknownPetition: there is none of that id, or not in the caller's sight.
    """
    petition = request.office.petitions.petition(petition_id)
    if not _sees(request, permission, petition):
        raise UnknownPetition(petition_id, field)
    return petition


def allow_step(request: Request, permission: Permission, petition_id: str) -> None:
    """Let who sees the appeal act upon it, and who has to do with it as the tree stands now.

    A unit that was moved goes on with its orders; who gave an order directs it, wherever it lies; who
    gave it back, or put its place right, may ask for that again. Whether a unit may take the step is the appeal's own rule.

    Raises:
        UnknownPetition: there is none of that id, or it does not concern the caller.
    """
    petition = request.office.petitions.petition(petition_id)
    if not (_sees(request, permission, petition) or _concerns(request, permission, petition)):
        raise UnknownPetition(petition_id)


def _sees(request: Request, permission: Permission, petition: Petition) -> bool:
    seen = sight(request, permission)
    if petition.about is None:
        return False
    paths = (petition.about.place_path, petition.unit_path)
    if any(request.reach.covers_path(permission, path) for path in paths):
        return True
    assisting = set(petition.assisting) & set(seen.units)
    return any(request.reach.covers(permission, unit) for unit in assisting)


def _concerns(request: Request, permission: Permission, petition: Petition) -> bool:
    if petition.about is None or petition.standing is None:
        return False
    given = (petition.dispatched_by, petition.standing.unit_id, *petition.entrusted)
    units = (petition.about.place, petition.corrected_by, *given)
    return any(request.reach.covers(permission, unit) for unit in units)
