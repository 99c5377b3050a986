"""What is asked of transfers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, exists, select, tuple_

from services.membership.domain.terms import Education, Gender, MemberClass, Standing
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.organisations.queries import ids_within
from services.membership.projections.transfers.table import (
    ARRIVING,
    SIDES,
    TRANSFERS,
    TRAVELLERS,
    Side,
)
from shared.paging import LIMIT, Page, key_of, page_of

C = TRANSFERS.c


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer. A side inside the city has an id, one outside a name and a province.

    ``members`` were to travel, ``carried`` came; ``organisation_id`` moves as a whole, if one does.
    """

    transfer_id: str
    kind: TransferKind
    reason: TransferReason
    reason_since: date | None
    stage: Stage
    releasing_id: str
    releasing_name: str
    releasing_province: str
    receiving_id: str
    receiving_name: str
    receiving_province: str
    organisation_id: str
    members: int
    carried: int | None
    requested_on: date
    released_by: str | None
    letter: str | None
    letter_issued_on: date | None
    valid_until: date | None
    accepted_by: str | None
    accepted_on: date | None
    placed_in: str | None
    placed_on: date | None
    cause: RefusalCause | None
    cause_text: str | None
    changed_on: date
    version: int


@dataclass(frozen=True, slots=True)
class Arriving:
    """A person from outside, as the request tells, still sealed."""

    member_id: str
    transfer_id: str
    standing: Standing
    member_class: MemberClass
    education: Education
    gender: Gender
    birth_date: date
    join_date: date
    full_date: date | None
    sealed: str


@dataclass(frozen=True, slots=True)
class Traveller:
    """``carried``: he came with the transfer. ``arriving``: he is not on the register yet."""

    member_id: str
    carried: bool
    arriving: Arriving | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFilter:
    """Which transfers; what is None does not matter.

    ``within`` is a path: one of the sides named by ``side`` (any side when None) lies in it.
    ``requested_from`` and ``requested_to`` are days, both included.
    """

    stages: tuple[Stage, ...] | None = None
    kind: TransferKind | None = None
    within: str | None = None
    side: Side | None = None
    member_id: str | None = None
    requested_from: date | None = None
    requested_to: date | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.stages is not None:
            found.append(C.stage.in_(self.stages))
        if self.kind is not None:
            found.append(C.kind == self.kind)
        if self.within is not None:
            found.append(_touches((self.within,), self.side))
        if self.member_id is not None:
            found.append(_carries(self.member_id))
        return found + self._period()

    def _period(self) -> list[ColumnElement[bool]]:
        days = (
            (self.requested_from, C.requested_on.__ge__),
            (self.requested_to, C.requested_on.__le__),
        )
        return [compare(day) for day, compare in days if day is not None]


_ALL = TransferFilter()


def get(connection: Connection, transfer_id: str, roots: tuple[str, ...]) -> TransferRow | None:
    """One transfer, when any of its sides is in scope."""
    row = connection.execute(
        select(TRANSFERS).where(C.transfer_id == transfer_id, _touches(roots))
    ).first()
    return TransferRow(*row) if row else None


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    which: TransferFilter = _ALL,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[TransferRow]:
    """Transfers with a side in scope, the latest request first.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    query = select(TRANSFERS).where(_touches(roots), *which.clauses())
    if after is not None:
        last = key_of(after, tuple[date, str])
        query = query.where(tuple_(C.requested_on, C.transfer_id) < tuple_(*last))
    query = query.order_by(C.requested_on.desc(), C.transfer_id.desc()).limit(limit + 1)
    return page_of(
        connection.execute(query).all(),
        limit,
        lambda row: TransferRow(*row),
        lambda row: (row.requested_on.isoformat(), row.transfer_id),
    )


def travellers(connection: Connection, transfer_id: str, roots: tuple[str, ...]) -> list[Traveller]:
    """Who travels, in the order of the request; nobody when the transfer is out of scope."""
    asked = (
        select(TRAVELLERS.c.member_id, TRAVELLERS.c.carried, ARRIVING)
        .join(TRANSFERS, C.transfer_id == TRAVELLERS.c.transfer_id)
        .outerjoin(
            ARRIVING,
            (ARRIVING.c.member_id == TRAVELLERS.c.member_id)
            & (ARRIVING.c.transfer_id == TRAVELLERS.c.transfer_id),
        )
        .where(TRAVELLERS.c.transfer_id == transfer_id, _touches(roots))
        .order_by(TRAVELLERS.c.number)
    )
    return [
        Traveller(row[0], row[1], Arriving(*row[2:]) if row[2] is not None else None)
        for row in connection.execute(asked)
    ]


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The letter of a transfer was good up to and including ``valid_until``."""

    valid_until: date
    transfer_id: str
    letter: str


def due(
    connection: Connection, today: date, *, behind: Due | None = None, limit: int = 500
) -> list[Due]:
    """Letters good only to a day before ``today`` that nobody accepted, the longest overdue first."""
    asked = select(C.valid_until, C.transfer_id, C.letter).where(
        C.stage == Stage.AWAITING_ACCEPTANCE, C.valid_until < today
    )
    if behind is not None:
        last = tuple_(behind.valid_until, behind.transfer_id)
        asked = asked.where(tuple_(C.valid_until, C.transfer_id) > last)
    asked = asked.order_by(C.valid_until, C.transfer_id).limit(limit)
    return [Due(*row) for row in connection.execute(asked)]


def _touches(roots: tuple[str, ...], side: Side | None = None) -> ColumnElement[bool]:
    clauses = [SIDES.c.transfer_id == C.transfer_id, SIDES.c.organisation_id.in_(ids_within(roots))]
    if side is not None:
        clauses.append(SIDES.c.side == side)
    return exists().where(*clauses)


def _carries(member_id: str) -> ColumnElement[bool]:
    return exists().where(
        TRAVELLERS.c.transfer_id == C.transfer_id, TRAVELLERS.c.member_id == member_id
    )
