"""How far a caller reaches: permission and scope, checked on the server for every endpoint.

That an organisation exists is no secret among those who work here: out of scope is 403.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH
from shared.access.scope import is_within, visible_roots


class Tree(Protocol):
    """The organisation tree as a service knows it."""

    def paths_of(self, organisation_ids: Collection[str]) -> Mapping[str, str]:
        """The paths of these organisations; those that there are none of are left out."""

    def roots(self) -> Collection[str]:
        """The ids of the living organisations that have no superior."""

    def unknown(self, organisation_id: str, field: str) -> Exception:
        """How the service says that there is no such organisation, where ``field`` named it."""


class Reach:
    """One caller's reach, on the tree as it stands when he asks.

    It is for one request: what the tree answered is remembered and not asked for again.
    """

    def __init__(self, caller: Principal, tree: Tree) -> None:
        self.caller, self._tree = caller, tree
        self._paths: dict[str, str | None] = {}
        self._allowed_by: str | None = None

    @property
    def scope(self) -> str:
        """The place of the grant by whose power the act was allowed, as the events remember it.

        It is the one that let the last question pass. While nothing was asked it is the caller's first.
        """
        if self._allowed_by is not None:
            return self._allowed_by
        places = (self.path_of(grant.organisation_id) for grant in self.caller.grants)
        return next((path for path in places if path), "")

    def path_of(self, organisation_id: str) -> str | None:
        """The organisation's path; None when there is none of that id."""
        if organisation_id not in self._paths:
            self._look_up({organisation_id})
        return self._paths[organisation_id]

    def roots(self, permission: Permission) -> tuple[str, ...]:
        """The paths whose subtrees the caller may see. Raises `Forbidden` when there are none."""
        found = visible_roots(self.caller, permission, self.path_of)
        if not found:
            raise Forbidden(permission)
        return found

    def within(
        self, permission: Permission, organisation_id: str | None, field: str = "within"
    ) -> tuple[str, ...]:
        """The paths to limit a query to: what the caller may see, or one organisation in that.

        Raises:
            Forbidden: nothing may be seen there.
        """
        if organisation_id is None:
            return self.roots(permission)
        return (self.allow(permission, organisation_id, field),)

    def covers(self, permission: Permission, organisation_id: str) -> bool:
        """Whether the caller has the permission at this organisation."""
        path = self.path_of(organisation_id)
        return path is not None and self.covers_path(permission, path)

    def covers_path(self, permission: Permission, path: str) -> bool:
        """The same of a path that is known."""
        self.roots(permission)
        place = self.grant_over(permission, path)
        if place is not None:
            self._allowed_by = place
        return place is not None

    def grant_over(self, permission: Permission, path: str) -> str | None:
        """The place of the grant that gives the permission at ``path``: of several the nearest.

        None when there is none. It is only looked up: `scope` does not hear of it.
        """
        places = filter(None, map(self.path_of, self._granted(permission)))
        return max((place for place in places if is_within(path, place)), key=len, default=None)

    def allowed_at(self, place: str) -> None:
        """The act was allowed at this place, by a rule of the service's own (a unit's liaison)."""
        self._allowed_by = place

    def allow(
        self, permission: Permission, organisation_id: str, field: str = "organisation_id"
    ) -> str:
        """Let the act pass; answers the organisation's path.

        Raises:
            Forbidden: no permission there.
            Exception: as the tree says that there is no such organisation, naming ``field``; only
                to those who have the permission somewhere.
        """
        self.roots(permission)
        path = self.path_of(organisation_id)
        if path is None:
            raise self._tree.unknown(organisation_id, field)
        if not self.covers_path(permission, path):
            raise Forbidden(permission)
        return path

    def sees_all(self, permission: Permission) -> bool:
        """Whether the caller has the permission at every root, so that no query need be limited."""
        return set(self._tree.roots()) <= set(self.roots(permission))

    def allow_somewhere(self, permission: Permission) -> None:
        """For what everybody with the role may look up, also while there is no tree yet."""
        granted = self._granted(permission)
        if not granted:
            raise Forbidden(permission)
        places = filter(None, map(self.path_of, sorted(granted)))
        self._allowed_by = next(places, self._allowed_by)

    def allow_everywhere(self, permission: Permission) -> None:
        """For what holds in the whole deployment: the grant must be at a root of the tree."""
        roots = set(self._tree.roots())
        granted = self._granted(permission)
        if not (granted & roots if roots else granted):
            raise Forbidden(permission)
        if roots:
            self._allowed_by = self.path_of(min(granted & roots))

    def allow_founding(self, permission: Permission, organisation_id: str) -> None:
        """For a new root: the grant must be bound to the very organisation that is founded."""
        if organisation_id not in self._granted(permission):
            raise Forbidden(permission)
        self._allowed_by = organisation_id

    def _look_up(self, wanted: set[str]) -> None:
        """Ask for all the caller's grants at once: what is asked for first is mostly one of them."""
        wanted |= {grant.organisation_id for grant in self.caller.grants}
        found = self._tree.paths_of(wanted - self._paths.keys())
        self._paths |= {one: found.get(one) for one in wanted - self._paths.keys()}

    def _granted(self, permission: Permission) -> set[str]:
        roles = ROLES_WITH[permission]
        return {grant.organisation_id for grant in self.caller.grants if grant.role in roles}
