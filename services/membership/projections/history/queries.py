"""What is asked of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from services.membership.projections.history.changes import Change, changes_of
from services.membership.projections.history.labels import label_of
from services.membership.projections.history.table import ENTRIES, TRAVELLERS
from services.membership.projections.members.queries import in_scope
from shared.paging import LIMIT, Page, key_of, page_of

C = ENTRIES.c


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened.

    Attributes:
        event_id: its name in the log.
        type: the stored type, such as `member-registered`.
        label: what people call it.
        transfer_id: the transfer it belongs to, if any.
        actor: the account that acted.
        changes: what was changed or said, never sealed data.
    """

    event_id: str
    type: str
    label: str
    transfer_id: str | None
    effective_date: date
    recorded_at: datetime
    actor: str
    changes: Sequence[Change]


def of_member(
    connection: Connection,
    member_id: str,
    roots: tuple[str, ...],
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[HistoryEntry]:
    """What happened to a member in scope, the latest first.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    return _page(connection, _about(member_id) & in_scope(member_id, roots), after, limit)


def of_transfer(
    connection: Connection, transfer_id: str, *, after: str | None = None, limit: int = LIMIT
) -> Page[HistoryEntry]:
    """The steps of a transfer and of its letters, the latest first; ask for its scope before.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    steps = (C.transfer_id == transfer_id) & C.member_id.is_(None)
    return _page(connection, steps, after, limit)


def _about(member_id: str) -> ColumnElement[bool]:
    transfers = select(TRAVELLERS.c.transfer_id).where(TRAVELLERS.c.member_id == member_id)
    steps = C.transfer_id.in_(transfers) & C.member_id.is_(None)
    return or_(C.member_id == member_id, steps)


def _page(
    connection: Connection, which: ColumnElement[bool], after: str | None, limit: int
) -> Page[HistoryEntry]:
    query = select(ENTRIES).where(which)
    if after is not None:
        query = query.where(C.position < key_of(after, tuple[int])[0])
    found = connection.execute(query.order_by(C.position.desc()).limit(limit + 1)).all()
    return page_of(found, limit, _entry, lambda row: (row.position,))


def _entry(row: Any) -> HistoryEntry:
    return HistoryEntry(
        event_id=row.event_id,
        type=row.type,
        label=label_of(row.type),
        transfer_id=row.transfer_id,
        effective_date=row.effective_date,
        recorded_at=row.recorded_at,
        actor=row.actor,
        changes=changes_of(row.what),
    )
