"""What is asked of appeals: work lists per person, unit and level, and how many there are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Row, func, or_, select, tuple_

from services.petitions.domain.petition.words import Card, Priority, Status
from services.petitions.domain.terms import Channel, Kind, Mode
from services.petitions.projections.appeals.table import APPEALS
from shared.access.scope import within
from shared.paging import LIMIT, Page, key_of, page_of

C = APPEALS.c
AppealRow = Row[Any]


class Order(StrEnum):
    """Newest first, or whoever waits most urgently first."""

    NEWEST = "newest"
    DUE = "due"


class Sight(NamedTuple):
    """What somebody may see: all of these subtrees, and what these very units were asked to assist in.

    An appeal lies in the subtree of its place, and in that of the unit that has it.
    """

    roots: tuple[str, ...]
    units: tuple[str, ...] = ()
    whole: bool = False

    def clause(self) -> ColumnElement[bool]:
        if self.whole:
            return C.petition_id.is_not(None)
        seen = [within(C.place_path, self.roots), within(C.unit_path, self.roots)]
        if self.units:
            seen.append(C.assisting.overlap(list(self.units)))
        return or_(*seen)


ALL = Sight((), whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFilter:
    """Which appeals; what is None does not matter. Instants: from ``since`` to before ``until``.

    ``place``, ``category`` and ``unit`` are paths, whose subtrees are meant.
    """

    is_open: bool | None = None
    status: Status | None = None
    channel: Channel | None = None
    kind: Kind | None = None
    mode: Mode | None = None
    card: Card | None = None
    priority: Priority | None = None
    handler: str | None = None
    main_id: str | None = None
    paused: bool | None = None
    extension_asked: bool | None = None
    place: str | None = None
    category: str | None = None
    unit: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    due_before: datetime | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        found = [C[name] == value for name in _EQUAL if (value := getattr(self, name)) is not None]
        paths = {C.place_path: self.place, C.category_path: self.category, C.unit_path: self.unit}
        found += [within(column, (path,)) for column, path in paths.items() if path is not None]
        if self.since is not None:
            found.append(C.registered_at >= self.since)
        if self.until is not None:
            found.append(C.registered_at < self.until)
        if self.due_before is not None:
            found.append(C.due_at < self.due_before)
        return found


_OWN_WAY = {"place", "category", "unit", "since", "until", "due_before"}
_EQUAL = tuple(n for n in AppealFilter.__dataclass_fields__ if n not in _OWN_WAY)
_ALL = AppealFilter()


def is_in(petition_id: Column[str], sight: Sight) -> ColumnElement[bool]:
    """For other views' queries: whether this appeal is in sight."""
    return select(C.petition_id).where(C.petition_id == petition_id, sight.clause()).exists()


def get(connection: Connection, petition_id: str, sight: Sight) -> AppealRow | None:
    """One appeal in sight."""
    found = select(APPEALS).where(C.petition_id == petition_id, sight.clause())
    return connection.execute(found).first()


def by_digest(connection: Connection, digest: str) -> AppealRow | None:
    """The appeal with this tracking code's digest."""
    if not digest:
        return None
    return connection.execute(select(APPEALS).where(C.tracking_digest == digest)).first()


def main_of(connection: Connection, row: AppealRow, sight: Sight = ALL) -> AppealRow:
    """The appeal in sight that goes on for this one; itself when it is not linked.

    A main appeal could be linked itself once: so it is looked for to the end.
    """
    passed = set[str]()
    while row.main_id and row.main_id not in passed:
        passed.add(row.main_id)
        row = get(connection, row.main_id, sight) or row
    return row


def listed(
    connection: Connection,
    sight: Sight,
    which: AppealFilter = _ALL,
    order: Order = Order.NEWEST,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[AppealRow]:
    """Appeals in sight; by what is due, only those for which something is.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    column = _BY[order]
    key = tuple_(column, C.petition_id)
    query = select(APPEALS).where(sight.clause(), *which.clauses())
    if order is Order.DUE:
        query = query.where(C.due_at.is_not(None)).order_by(C.due_at, C.petition_id)
    else:
        query = query.order_by(C.registered_at.desc(), C.petition_id.desc())
    if after is not None:
        edge = tuple_(*key_of(after, tuple[datetime, str]))
        query = query.where(key > edge if order is Order.DUE else key < edge)
    found = connection.execute(query.limit(limit + 1)).all()
    return page_of(found, limit, lambda row: row, lambda row: (row[_AT[order]], row.petition_id))


def counted(connection: Connection, sight: Sight, which: AppealFilter = _ALL) -> int:
    """How many there are, beyond any page."""
    query = select(func.count()).select_from(APPEALS).where(sight.clause(), *which.clauses())
    return connection.scalar(query) or 0


class Work(NamedTuple):
    """A unit's open appeals: how many at each status, how many late, and how many at red."""

    unit_id: str
    status: Status
    appeals: int
    overdue: int
    yellow: int
    red: int


def work(connection: Connection, sight: Sight, which: AppealFilter, now: datetime) -> list[Work]:
    """Who has how much to do."""
    query = (
        select(
            C.unit_id,
            C.status,
            func.count(),
            func.count().filter(C.due_at <= now),
            func.count().filter(C.card == Card.YELLOW),
            func.count().filter(C.card == Card.RED),
        )
        .where(sight.clause(), C.is_open, *which.clauses())
        .group_by(C.unit_id, C.status)
        .order_by(C.unit_id, C.status)
    )
    return [Work(*row) for row in connection.execute(query)]


_BY = {Order.NEWEST: C.registered_at, Order.DUE: C.due_at}
_AT = {order: list(C).index(column) for order, column in _BY.items()}
