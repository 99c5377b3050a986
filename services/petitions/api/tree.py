"""The tree that scopes are checked against: the units of this service's own directory.

A grant names a unit. The office of a division has the division's code as its id, and so has the
organisation that works there; so a street officer's grant means the same here as in membership.
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from services.petitions.application import Petitions
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.directory.rejections import UnknownUnit


class UnitTree:
    """`shared.access.reach.Tree`, looked at once for each request."""

    def __init__(self, petitions: Petitions) -> None:
        self._petitions = petitions

    @cached_property
    def _directory(self) -> Directory:
        return self._petitions.directory()

    def paths_of(self, organisation_ids: Collection[str]) -> Mapping[str, str]:
        known = [one for one in organisation_ids if one in self._directory.units]
        return {one: self._directory.unit_path(one) for one in known}

    def roots(self) -> tuple[str, ...]:
        units = self._directory.units.values()
        return tuple(unit.unit_id for unit in units if unit.superior_id is None)

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return UnknownUnit(field, organisation_id)
