"""Transfers of affiliation that took place: each step that made another organisation responsible.

A path is kept as it was then, so whether a member came into a subtree or left it never changes,
wherever the organisations stand today.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Select, String, Table, Text, and_, select

from services.reporting.projections.messages import MemberCounted, TransferRequested
from services.reporting.projections.moment import Moment, Period, told_by
from services.reporting.projections.tables import metadata
from shared.subscription.promise import Rows

OUTSIDE = ""
"""The path of whatever is not in the city's tree."""

requests = Table(
    "transfer_requests",
    metadata,
    Column("transfer_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("transfer_reason", Text, nullable=False),
)
moves = Table(
    "transfer_moves",
    metadata,
    *told_by(),
    Column("transfer_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("from_path", Text, nullable=False),
    Column("to_path", Text, nullable=False),
)
Index("transfer_moves_by_day", moves.c.effective_date)


def request(message: TransferRequested, _reason: str, rows: Rows) -> None:
    asked = message.data
    rows.append(requests, (asked.transfer_id, asked.kind, asked.reason))


def move(message: MemberCounted, reason: str, rows: Rows) -> None:
    """Write down a step of a transfer."""
    data = message.data
    # fmt: off
    rows.append(moves, (
        message.sequence, message.id, reason, data.effective_date, message.time,
        data.transfer_id, data.member_id,
        OUTSIDE if data.before is None else data.before.organisation_path,
        OUTSIDE if data.after is None else data.after.organisation_path,
    ))  # fmt: skip


def arrivals(organisation: str, period: Period, moment: Moment) -> Select[Any]:
    """The steps by which members came into the organisation's subtree."""
    came = and_(_within(moves.c.to_path, organisation), ~_within(moves.c.from_path, organisation))
    return _steps(period, moment).where(came)


def departures(organisation: str, period: Period, moment: Moment) -> Select[Any]:
    """The steps by which members left the organisation's subtree."""
    left = and_(_within(moves.c.from_path, organisation), ~_within(moves.c.to_path, organisation))
    return _steps(period, moment).where(left)


def _steps(period: Period, moment: Moment) -> Select[Any]:
    """Steps of the period up to the moment's day, with the kind of their transfer."""
    joined = moves.outerjoin(requests, requests.c.transfer_id == moves.c.transfer_id)
    inside = moves.c.effective_date.between(period.first, period.last)
    steps = select(moves, requests.c.kind).select_from(joined)
    return steps.where(inside, moment.counts(moves))


def _within(path: ColumnElement[str], organisation: str) -> ColumnElement[bool]:
    """Whether the organisation was the place itself, or stood above it, when the path was written."""
    whole: ColumnElement[str] = "/" + path.cast(String) + "/"
    return whole.contains(f"/{organisation}/", autoescape=True)
