"""What is asked of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.terms import OrganisationForm, OrganisationKind
from services.membership.projections.organisations.table import ORGANISATIONS as O
from shared.access.scope import within
from shared.paging import LIMIT, Page, key_of, page_of


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation. ``successor_id`` answers for its members once it has ended.

    ``version`` is that of the tree's stream when the organisation last changed.
    """

    organisation_id: str
    name: str
    kind: OrganisationKind
    superior_id: str | None
    path: str
    division_code: str | None
    form: OrganisationForm
    may_transfer: bool
    units: Sequence[str]
    living: bool
    successor_id: str | None
    established_on: date
    placed_on: date
    changed_on: date
    term_ends_on: date | None
    term_rule: str | None
    version: int

    def as_organisation(self) -> Organisation:
        """As the domain's advice on size looks at it."""
        return Organisation(
            organisation_id=self.organisation_id,
            name=self.name,
            kind=self.kind,
            superior_id=self.superior_id,
            path=self.path,
            division_code=self.division_code,
            form=self.form,
            may_transfer=self.may_transfer,
            units=tuple(self.units),
            placed_on=self.placed_on,
            changed_on=self.changed_on,
            term_ends_on=self.term_ends_on,
            term_rule=self.term_rule,
            successor_id=self.successor_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """Which organisations; what is None does not matter. ``within`` is a path: it and all below."""

    within: str | None = None
    superior_id: str | None = None
    kind: OrganisationKind | None = None
    form: OrganisationForm | None = None
    division_code: str | None = None
    name_contains: str | None = None
    living: bool | None = True

    def clauses(self) -> list[ColumnElement[bool]]:
        equal = ("superior_id", "kind", "form", "division_code", "living")
        found = [O.c[n] == value for n in equal if (value := getattr(self, n)) is not None]
        if self.within is not None:
            found.append(within(O.c.path, (self.within,)))
        if self.name_contains is not None:
            found.append(O.c.name.contains(self.name_contains, autoescape=True))
        return found


def path_of(connection: Connection, organisation_id: str) -> str | None:
    """An organisation's path now (of an ended one, its last); None when there is none."""
    found: str | None = connection.execute(
        select(O.c.path).where(O.c.organisation_id == organisation_id)
    ).scalar()
    return found


def names_of(connection: Connection, organisation_ids: Sequence[str]) -> dict[str, str]:
    """The names of organisations, for showing them; those that are unknown are left out."""
    asked = select(O.c.organisation_id, O.c.name).where(O.c.organisation_id.in_(organisation_ids))
    return {row.organisation_id: row.name for row in connection.execute(asked)}


def get(
    connection: Connection, organisation_id: str, roots: tuple[str, ...]
) -> OrganisationRow | None:
    """One organisation in scope, living or ended."""
    row = connection.execute(
        select(O).where(O.c.organisation_id == organisation_id, within(O.c.path, roots))
    ).first()
    return OrganisationRow(*row) if row else None


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    which: OrganisationFilter | None = None,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[OrganisationRow]:
    """Organisations in scope, superiors before subordinates.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    clauses = (which or OrganisationFilter()).clauses()
    query = select(O).where(within(O.c.path, roots), *clauses)
    if after is not None:
        key = key_of(after, tuple[str, str])
        query = query.where(tuple_(O.c.path, O.c.organisation_id) > tuple_(*key))
    found = connection.execute(query.order_by(O.c.path, O.c.organisation_id).limit(limit + 1)).all()
    return page_of(
        found, limit, lambda row: OrganisationRow(*row), lambda r: (r.path, r.organisation_id)
    )


def ids_within(roots: tuple[str, ...]) -> Select[tuple[str]]:
    """For other views' queries: the ids of the organisations in scope."""
    return select(O.c.organisation_id).where(within(O.c.path, roots))
