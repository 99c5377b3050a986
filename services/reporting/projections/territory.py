"""The city's divisions, and which communities take part."""

from typing import Any

from sqlalchemy import CTE, Column, Select, Table, Text

from services.reporting.projections.messages import CommunityEnrolled, DivisionRegistered
from services.reporting.projections.moment import Moment, told_by
from services.reporting.projections.newest import area_of
from services.reporting.projections.tables import metadata
from shared.subscription.promise import Rows

divisions = Table(
    "divisions",
    metadata,
    *told_by(),
    Column("code", Text, nullable=False, index=True),
    Column("parent_code", Text, index=True),
)
communities = Table(
    "communities",
    metadata,
    *told_by(),
    Column("code", Text, nullable=False, index=True),
)


def register(message: DivisionRegistered, reason: str, rows: Rows) -> None:
    told = message.data
    start = (message.sequence, message.id, reason, told.effective_date, message.time)
    rows.append(divisions, (*start, told.code, told.parent_code))


def enrol(message: CommunityEnrolled, reason: str, rows: Rows) -> None:
    told = message.data
    start = (message.sequence, message.id, reason, told.effective_date, message.time)
    rows.append(communities, (*start, told.code))


def area(of: Select[Any], moment: Moment) -> CTE:
    """The divisions named by ``of``, and all below them; one column, ``code``."""
    return area_of(divisions, of, moment)
