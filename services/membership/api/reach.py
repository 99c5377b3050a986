"""How far a caller reaches: permission and scope, checked on the server for every endpoint.

That an organisation exists is no secret among those who work here, for transfers name organisations
all over the tree: out of scope is 403. Whether a person or a transfer exists is one: both, unknown
and out of scope, are the same 404.
"""

from functools import cached_property

from services.membership.application import Membership
from services.membership.domain.member.rejections import UnknownMember
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.transfer.steps import UnknownTransfer
from services.membership.domain.transfer.transfer import Transfer
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH
from shared.access.scope import is_within, visible_roots


class Reach:
    """One caller's reach, on the tree as it stands when he asks."""

    def __init__(self, caller: Principal, membership: Membership) -> None:
        self.caller, self._membership = caller, membership

    @cached_property
    def tree(self) -> Organisations:
        return self._membership.organisations()

    def path_of(self, organisation_id: str) -> str | None:
        """The organisation's path; None when there is none of that id."""
        found = self.tree.by_id.get(organisation_id)
        return found.path if found else None

    def roots(self, permission: Permission) -> tuple[str, ...]:
        """The paths whose subtrees the caller may see. Raises `Forbidden` when there are none."""
        found = visible_roots(self.caller, permission, self.path_of)
        if not found:
            raise Forbidden(permission)
        return found

    def covers(self, permission: Permission, organisation_id: str) -> bool:
        """Whether the caller has the permission at this organisation."""
        path = self.path_of(organisation_id)
        return path is not None and any(is_within(path, root) for root in self.roots(permission))

    def allow(
        self, permission: Permission, organisation_id: str, field: str = "organisation_id"
    ) -> None:
        """Let the act pass.

        Raises:
            Forbidden: no permission there.
            UnknownOrganisation: naming ``field``; only to those who have the permission somewhere.
        """
        self.roots(permission)
        self.tree.get(organisation_id, field)
        if not self.covers(permission, organisation_id):
            raise Forbidden(permission)

    def allow_somewhere(self, permission: Permission) -> None:
        """For what everybody with the role may look up, also while there is no tree yet."""
        if not self._granted(permission):
            raise Forbidden(permission)

    def allow_everywhere(self, permission: Permission) -> None:
        """For what holds in the whole deployment: the grant must be at a root of the tree."""
        roots = set(self.tree.children(None))
        granted = self._granted(permission)
        if not (granted & roots if roots else granted):
            raise Forbidden(permission)

    def allow_founding(self, permission: Permission, organisation_id: str) -> None:
        """For a new root: the grant must be bound to the very organisation that is founded."""
        if organisation_id not in self._granted(permission):
            raise Forbidden(permission)

    def allow_member(self, permission: Permission, member_id: str, field: str = "member_id") -> str:
        """Let the act pass; answers the organisation that answers for the member.

        Raises:
            UnknownMember: there is none of that id, or not in the caller's scope.
        """
        roots = self.roots(permission)
        home = self._membership.home_of(member_id)
        if home is None or not any(is_within(self.tree.path(home), root) for root in roots):
            raise UnknownMember(member_id, field)
        return home

    def allow_transfer(self, permission: Permission, transfer_id: str) -> Transfer:
        """Let the act pass: one side of the transfer must be in the caller's scope.

        Raises:
            UnknownTransfer: there is none of that id, or not in the caller's scope.
        """
        roots = self.roots(permission)
        transfer = self._membership.transfer(transfer_id)
        paths = (self.path_of(one) for one in sides_of(transfer))
        if not any(path and is_within(path, root) for path in paths for root in roots):
            raise UnknownTransfer(transfer_id)
        return transfer

    def _granted(self, permission: Permission) -> set[str]:
        roles = ROLES_WITH[permission]
        return {grant.organisation_id for grant in self.caller.grants if grant.role in roles}


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
