"""The organisation tree with its history: where each organisation stood, from which day.

An organisation that ended stands below whoever answers for its members, so a subtree holds every
organisation whose members its root is responsible for, living or not.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    SmallInteger,
    Table,
    Text,
    select,
)

from services.reporting.projections.messages import (
    OrganisationDissolved,
    OrganisationEstablished,
    OrganisationFacts,
    OrganisationMerged,
    OrganisationMoved,
    OrganisationRenamed,
)
from services.reporting.projections.moment import Moment, told_by
from services.reporting.projections.newest import standing
from services.reporting.projections.tables import metadata
from shared.subscription.promise import Rows

places = Table(
    "organisation_places",
    metadata,
    *told_by(),
    Column("change", SmallInteger, nullable=False, comment="1 set up, 0 moved, -1 ended"),
    Column("organisation_id", Text, nullable=False),
    Column("organisation_key", BigInteger, nullable=False, comment="as the ledger names it"),
    Column("below_id", Text, comment="its superior; whoever answers for it once it has ended"),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("division_code", Text),
    Column("living", Boolean, nullable=False),
)
names = Table(
    "organisation_names",
    metadata,
    *told_by(),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
)
Index("organisation_places_by_organisation", places.c.organisation_id, places.c.sequence)
Index("organisation_places_by_below", places.c.below_id)

Message = (
    OrganisationEstablished
    | OrganisationRenamed
    | OrganisationMoved
    | OrganisationMerged
    | OrganisationDissolved
)


@lru_cache(2**16)
def key_of(organisation: str) -> str:
    """The number by which the ledger names an organisation: 64 bits of its id's digest.

    That two of a million organisations share one is less likely than one in ten million.
    """
    digest = blake2b(organisation.encode(), digest_size=8).digest()
    return str(int.from_bytes(digest, "big", signed=True))


def establish(message: OrganisationEstablished, reason: str, rows: Rows) -> None:
    told = message.data
    _place(message, reason, rows, change="1", below=told.superior_id, at=told.after)
    _name(message, reason, rows)


def rename(message: OrganisationRenamed, reason: str, rows: Rows) -> None:
    _name(message, reason, rows)


def move(message: OrganisationMoved, reason: str, rows: Rows) -> None:
    told = message.data
    _place(message, reason, rows, change="0", below=told.superior_id, at=told.after)


def merge(message: OrganisationMerged, reason: str, rows: Rows) -> None:
    told = message.data
    _place(message, reason, rows, change="-1", below=told.into_id, at=told.before)


def dissolve(message: OrganisationDissolved, reason: str, rows: Rows) -> None:
    told = message.data
    _place(message, reason, rows, change="-1", below=told.successor_id, at=told.before)


def _place(
    message: Message,
    reason: str,
    rows: Rows,
    *,
    change: str,
    below: str | None,
    at: OrganisationFacts,
) -> None:
    start = (message.sequence, message.id, reason, message.data.effective_date, message.time)
    living = "f" if change == "-1" else "t"
    organisation = message.data.organisation_id
    place = (
        organisation,
        key_of(organisation),
        below,
        at.path,
        at.kind,
        at.form,
        at.division_code,
        living,
    )
    rows.append(places, (*start, change, *place))


def _name(message: OrganisationEstablished | OrganisationRenamed, reason: str, rows: Rows) -> None:
    start = (message.sequence, message.id, reason, message.data.effective_date, message.time)
    rows.append(names, (*start, message.data.organisation_id, message.data.name))


def subtree(organisation: str, moment: Moment) -> CTE:
    """The organisation and all below it at that moment, ended ones included.

    Columns: organisation_id, organisation_key, kind, division_code, living, and the sequence of the event that says so.
    """
    held = standing(places, moment, "organisation_id")
    names = ("organisation_id", "organisation_key", "kind", "division_code", "living", "sequence")
    columns = [places.c[name] for name in names]
    root = select(*columns).where(places.c.organisation_id == organisation, held)
    found = root.cte(recursive=True)
    below = select(*columns).join(found, places.c.below_id == found.c.organisation_id).where(held)
    return found.union(below)


def path_now(connection: Connection, organisation: str) -> str | None:
    """Where the organisation stands as far as is known now, for the limits of access."""
    newest = select(places.c.path).where(places.c.organisation_id == organisation)
    found: str | None = connection.scalar(newest.order_by(places.c.sequence.desc()).limit(1))
    return found


class Described(NamedTuple):
    """An organisation as it was at a moment."""

    path: str
    kind: str
    living: bool
    name: str


def described(connection: Connection, organisation: str, moment: Moment) -> Described | None:
    """The organisation at that moment; None if it did not exist then, as far as was known."""
    named = moment.counts(names), names.c.organisation_id == organisation
    name = select(names.c.name).where(*named).order_by(*_newest_first(names)).limit(1)
    columns = places.c.path, places.c.kind, places.c.living, name.scalar_subquery()
    placed = moment.counts(places), places.c.organisation_id == organisation
    place = select(*columns).where(*placed).order_by(*_newest_first(places)).limit(1)
    found = connection.execute(place).first()
    return None if found is None else Described(*found)


def _newest_first(table: Table) -> tuple[ColumnElement[Any], ...]:
    return table.c.effective_date.desc(), table.c.sequence.desc()
