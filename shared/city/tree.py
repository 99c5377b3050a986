"""The tree that scopes are checked against, for services whose facts stand in divisions.

Who has a role at an organisation has it in the division where that organisation works, and in all
divisions below. A path is therefore made of division codes: city, district, street, community. An
organisation without a division of its own (a branch in an enterprise) gives a role nowhere.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, literal, select

from shared.city.view import CityView

_LEVELS = 8
"""More than there are above a community."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the official list."""

    code: str
    name: str
    level: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A Party organisation, where it stands in the tree and in which division."""

    organisation_id: str
    path: str
    division_code: str | None
    living: bool
    merged_into: str | None = None


class City:
    """What is asked of the view; each answer is what it shows at that moment."""

    def __init__(self, engine: Engine, view: CityView) -> None:
        self._engine, self._view = engine, view

    def divisions(self, codes: Collection[str]) -> Mapping[str, Division]:
        """The divisions of these codes; those that are unknown are left out."""
        table = self._view.divisions
        found = self._all(select(table).where(table.c.code.in_(codes))) if codes else ()
        return {row[0]: Division(*row) for row in found}

    def organisations(self, ids: Collection[str]) -> Mapping[str, Organisation]:
        """The organisations of these ids, ended ones too; those that are unknown are left out."""
        table = self._view.organisations
        wanted = select(table).where(table.c.organisation_id.in_(ids))
        return {row[0]: Organisation(*row) for row in (self._all(wanted) if ids else ())}

    def successor(self, organisation_id: str) -> Organisation | None:
        """The organisation itself, or what it was merged into in the end; the last may have ended too.

        None when there is no such organisation.
        """
        found, seen = None, set[str]()
        while organisation_id not in seen:
            seen.add(organisation_id)
            known = self.organisations([organisation_id]).get(organisation_id)
            if known is None:
                return found
            found, organisation_id = known, known.merged_into or organisation_id
        return found

    def roots(self) -> Collection[str]:
        """The ids of the living organisations that have no superior."""
        table = self._view.organisations
        top = ~table.c.path.contains("/", autoescape=True)
        rows = self._all(select(table.c.organisation_id).where(table.c.living, top))
        return [row[0] for row in rows]

    def place(self, code: str) -> str | None:
        """The codes from the city down to this division joined by ``/``; None when there is none."""
        table = self._view.divisions
        start = select(table.c.code, table.c.parent_code, literal(1).label("level"))
        found = start.where(table.c.code == code).cte(recursive=True)
        above = select(table.c.code, table.c.parent_code, found.c.level + 1)
        joined = above.join(found, found.c.parent_code == table.c.code)
        whole = found.union_all(joined.where(found.c.level < _LEVELS))
        rows = self._all(select(whole.c.code).order_by(whole.c.level.desc()))
        return "/".join(row[0] for row in rows) or None

    def codes_below(self, paths: Collection[str]) -> Collection[str]:
        """The codes of the divisions at these paths, and of all below them."""
        table = self._view.divisions
        tops = [path.rsplit("/", 1)[-1] for path in paths]
        found = select(table.c.code).where(table.c.code.in_(tops)).cte(recursive=True)
        below = select(table.c.code).join(found, table.c.parent_code == found.c.code)
        return [row[0] for row in self._all(select(found.union(below).c.code))] if tops else []

    def _all(self, wanted: Select[Any]) -> Sequence[tuple[Any, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(wanted)]


class DivisionTree:
    """`shared.access.reach.Tree` whose paths are those of divisions."""

    def __init__(self, city: City, unknown: Callable[[str, str], Exception]) -> None:
        """Args: ``unknown`` says that there is no such organisation, given its id and the field."""
        self._city, self._unknown = city, unknown

    def path_of(self, organisation_id: str) -> str | None:
        found = self._city.organisations([organisation_id]).get(organisation_id)
        if found is None or not found.living or not found.division_code:
            return None
        return self._city.place(found.division_code)

    def roots(self) -> Collection[str]:
        return self._city.roots()

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return self._unknown(organisation_id, field)
