"""Who may act upon, or see, a person or a transfer.

Whether either exists is a secret: unknown and out of scope are the same 404.
"""

from services.membership.api.office import Office
from services.membership.domain.member.rejections import UnknownMember
from services.membership.domain.transfer.steps import UnknownTransfer
from services.membership.domain.transfer.transfer import Transfer
from shared.access.permissions import Permission
from shared.http.asking import Asking
from shared.http.looking import Looking

Request = Asking[Office] | Looking[Office]


def allow_member(
    request: Request, permission: Permission, member_id: str, field: str = "member_id"
) -> str:
    """Let the act pass; answers the organisation that answers for the member.

    Raises:
        UnknownMember: there is none of that id, or not in the caller's scope.
    """
    request.reach.roots(permission)
    home = request.office.membership.home_of(member_id)
    if home is None or not request.reach.covers(permission, home):
        raise UnknownMember(member_id, field)
    return home


def allow_transfer(request: Request, permission: Permission, transfer_id: str) -> Transfer:
    """Let the act pass: one side of the transfer must be in the caller's scope.

    Raises:
        UnknownTransfer: there is none of that id, or not in the caller's scope.
    """
    request.reach.roots(permission)
    transfer = request.office.membership.transfer(transfer_id)
    if not any(request.reach.covers(permission, one) for one in sides_of(transfer)):
        raise UnknownTransfer(transfer_id)
    return transfer


def sides_of(transfer: Transfer) -> tuple[str, ...]:
    """The organisations of the city that have to do with the transfer."""
    named = (
        transfer.releasing.organisation_id,
        transfer.receiving.organisation_id,
        transfer.organisation_id,
        transfer.released_by,
        transfer.accepted_by,
        transfer.placed_in,
    )
    return tuple(dict.fromkeys(filter(None, named)))
