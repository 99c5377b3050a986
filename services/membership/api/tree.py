"""The tree that scopes are checked against: this service's own, as it stands now."""

from functools import cached_property

from services.membership.application import Membership
from services.membership.domain.organisation.rejections import UnknownOrganisation
from services.membership.domain.organisation.tree import Organisations


class LivingTree:
    """`shared.access.reach.Tree`, looked at once for each request."""

    def __init__(self, membership: Membership) -> None:
        self._membership = membership

    @cached_property
    def _organisations(self) -> Organisations:
        return self._membership.organisations()

    def path_of(self, organisation_id: str) -> str | None:
        found = self._organisations.by_id.get(organisation_id)
        return found.path if found else None

    def roots(self) -> tuple[str, ...]:
        return self._organisations.children(None)

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return UnknownOrganisation(organisation_id, field)
