"""The tree that scopes are checked against, for services whose facts stand in divisions.

Who has a role at an organisation has it in the division where that organisation works, and in all
divisions below. A path is therefore made of division codes: city, district, street, community. An
organisation without a division of its own (a branch in an enterprise) gives a role nowhere.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from msgspec.json import encode

from shared.city.statements import Statements
from shared.city.view import CityView
from shared.database import Pool
from shared.prepared import Rows, Statement


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

    def __init__(self, pool: Pool, view: CityView) -> None:
        """Args: ``pool`` leads to the database that holds ``view``."""
        self._pool, self._statements = pool, Statements(view)

    def divisions(self, codes: Collection[str]) -> Mapping[str, Division]:
        """The divisions of these codes; those that are unknown are left out."""
        found = self._about(codes, self._statements.divisions)
        return {
            code: Division(code, name, level, parent or None) for code, name, level, parent in found
        }

    def organisations(self, ids: Collection[str]) -> Mapping[str, Organisation]:
        """The organisations of these ids, ended ones too; those that are unknown are left out."""
        found = self._about(ids, self._statements.organisations)
        return {
            one: Organisation(one, path, division or None, living, into or None)
            for one, path, division, living, into in found
        }

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
        return [row[0] for row in self._run(self._statements.roots, b"/")]

    def places(self, codes: Collection[str]) -> Mapping[str, str]:
        """For each division the codes from the city down to it joined by ``/``; none for unknown ones."""
        return dict(self._about(codes, self._statements.places))

    def workplaces(self, ids: Collection[str]) -> Mapping[str, str]:
        """The same of the divisions where these organisations work, as far as they live."""
        return dict(self._about(ids, self._statements.workplaces))

    def codes_below(self, paths: Collection[str]) -> Collection[str]:
        """The codes of the divisions at these paths, and of all below them."""
        tops = [path.rsplit("/", 1)[-1] for path in paths]
        return [row[0] for row in self._about(tops, self._statements.below)]

    def _about(self, asked: Collection[str], statement: Statement) -> Rows:
        return self._run(statement, encode([*dict.fromkeys(asked)])) if asked else []

    def _run(self, statement: Statement, document: bytes) -> Rows:
        with self._pool.connection() as connection:
            return statement.run(connection, document)


class DivisionTree:
    """`shared.access.reach.Tree` whose paths are those of divisions."""

    def __init__(self, city: City, unknown: Callable[[str, str], Exception]) -> None:
        """Args: ``unknown`` says that there is no such organisation, given its id and the field."""
        self._city, self._unknown = city, unknown

    def paths_of(self, organisation_ids: Collection[str]) -> Mapping[str, str]:
        return self._city.workplaces(organisation_ids)

    def roots(self) -> Collection[str]:
        return self._city.roots()

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return self._unknown(organisation_id, field)
