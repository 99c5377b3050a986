"""The tree that scopes are checked against: this service's own, as it stands now."""

from collections.abc import Collection, Mapping
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

    def paths_of(self, organisation_ids: Collection[str]) -> Mapping[str, str]:
        living = self._organisations.by_id
        return {one: living[one].path for one in organisation_ids if one in living}

    def roots(self) -> tuple[str, ...]:
        return self._organisations.children(None)

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return UnknownOrganisation(organisation_id, field)
