"""When a resource can be had, and what is booked: the calendars of resources and units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, or_, select

from services.resources.domain.booking.facts import HOLDING
from services.resources.domain.booking.slots import free_spans
from services.resources.domain.intervals import Span
from services.resources.domain.resource.events import ResourceTerms
from services.resources.projections.bookings import BLACKOUTS, BOOKINGS, RESOURCES


@dataclass(frozen=True, slots=True)
class Lent:
    """A resource as it can be booked."""

    resource_id: str
    name: str
    community_code: str
    owner_unit_id: str
    terms: ResourceTerms


def lent(connection: Connection, resource_id: str) -> Lent | None:
    """The resource; None when there is none, or it is not lent any more."""
    c = RESOURCES.c
    row = connection.execute(
        select(c.resource_id, c.name, c.community_code, c.owner_unit_id, c.terms).where(
            c.resource_id == resource_id, c.offered
        )
    ).first()
    return None if row is None else Lent(*row[:4], msgspec.convert(row.terms, ResourceTerms))


def free(connection: Connection, resource: Lent, wish: Span) -> Iterator[Span]:
    """When it can be used within ``wish``: open, not held, no blackout, buffers kept."""
    terms = resource.terms
    near = wish.widened(terms.buffer_after, terms.buffer_before)
    return free_spans(terms, _taken(connection, resource.resource_id, near), wish)


def _taken(connection: Connection, resource_id: str, wish: Span) -> list[Span]:
    b, k = BOOKINGS.c, BLACKOUTS.c
    held = select(b.held_from, b.held_until).where(
        b.resource_id == resource_id,
        b.status.in_(sorted(HOLDING)),
        b.held_from < wish.ends,
        b.held_until > wish.begins,
    )
    blackouts = select(k.begins, k.ends).where(
        k.resource_id == resource_id, k.begins < wish.ends, k.ends > wish.begins
    )
    return [Span(*row) for row in connection.execute(held.union_all(blackouts))]


def of_resource(connection: Connection, resource_id: str, since: datetime) -> Sequence[Row[Any]]:
    """What is booked of it from then on, in order of time."""
    return _booked(connection, BOOKINGS.c.resource_id == resource_id, since)


def of_unit(connection: Connection, unit_id: str, since: datetime) -> Sequence[Row[Any]]:
    """What the unit uses or lends from then on, in order of time."""
    b = BOOKINGS.c
    return _booked(connection, or_(b.unit_id == unit_id, b.owner_unit_id == unit_id), since)


def _booked(
    connection: Connection, which: ColumnElement[bool], since: datetime
) -> Sequence[Row[Any]]:
    b = BOOKINGS.c
    wanted = (
        select(BOOKINGS, RESOURCES.c.name)
        .join(RESOURCES, RESOURCES.c.resource_id == b.resource_id)
        .where(which, b.status.in_(sorted(HOLDING)), b.ends >= since)
        .order_by(b.begins)
        .limit(_MOST)
    )
    return connection.execute(wanted).all()


_MOST = 2_000
"""Of bookings in one calendar; a year of a well used hall."""
