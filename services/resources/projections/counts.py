"""Sums over the lists, for all that a caller may see and not only for one page of it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from services.resources.domain.listing.events import ClaimStage
from services.resources.projections.sharing import CLAIMS, LISTINGS, POINTS, TASKS


def of_listings(connection: Connection, *which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Items by list and stage, with what they want, what is agreed upon and what is done."""
    listing, claim = LISTINGS.c, CLAIMS.c
    done = (
        select(claim.listing_id, func.sum(claim.done).label("done"))
        .where(claim.stage == ClaimStage.CONFIRMED)
        .group_by(claim.listing_id)
        .subquery()
    )
    wanted = (
        select(
            listing.kind,
            listing.stage,
            func.count().label("items"),
            func.coalesce(func.sum(listing.target), 0).label("target"),
            func.coalesce(func.sum(listing.claimed), 0).label("claimed"),
            func.coalesce(func.sum(done.c.done), 0).label("done"),
        )
        .outerjoin(done, done.c.listing_id == listing.listing_id)
        .where(*which)
        .group_by(listing.kind, listing.stage)
        .order_by(listing.kind, listing.stage)
    )
    return connection.execute(wanted).all()


def loads(
    connection: Connection, codes: Collection[str], day: date, after: str, limit: int
) -> Sequence[Row[Any]]:
    """What each of these communities carries on the day: admitted tasks, and their hours a month."""
    task = TASKS.c
    carried = (
        select(func.unnest(task.communities).label("code"), task.hours_a_month)
        .where(
            task.stage == "admitted",
            task.begins <= day,
            task.ends >= day,
            task.communities.overlap(list(codes)),
        )
        .subquery()
    )
    code = carried.c.code
    wanted = (
        select(
            code.label("community_code"),
            func.count().label("tasks"),
            func.sum(carried.c.hours_a_month).label("hours_a_month"),
        )
        .where(code.in_(codes), code > after)
        .group_by(code)
        .order_by(code)
    )
    return connection.execute(wanted.limit(limit)).all()


def points_of(connection: Connection, unit_id: str) -> int:
    """The unit's points: awarded less taken back."""
    wanted = select(func.coalesce(func.sum(POINTS.c.points), 0))
    return int(connection.execute(wanted.where(POINTS.c.unit_id == unit_id)).scalar_one())
