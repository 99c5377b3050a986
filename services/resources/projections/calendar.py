"""When a resource can be had, and what is booked: the calendars of resources and units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from msgspec.json import encode
from sqlalchemy import ColumnElement, Connection, Row, or_, select

from services.resources.domain.booking.facts import HOLDING
from services.resources.domain.booking.slots import free_spans, near
from services.resources.domain.intervals import Span
from services.resources.domain.resource.events import ResourceTerms
from services.resources.projections.bookings import BLACKOUTS, BOOKINGS, RESOURCES
from shared.prepared import Statement


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
    """When it can be used within ``wish``: as a booking is decided, by the rows of the view."""
    terms = resource.terms
    taken = _taken(connection, resource.resource_id, near(terms, wish))
    return free_spans(terms, taken, wish)


def _taken(connection: Connection, resource_id: str, wish: Span) -> list[Span]:
    asked = encode({"resource": resource_id, "begins": wish.begins, "ends": wish.ends})
    instant = datetime.fromisoformat
    return [Span(instant(row[0]), instant(row[1])) for row in _TAKEN.run_on(connection, asked)]


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
_HOLDS = ", ".join(f"'{status}'" for status in sorted(HOLDING))
_IN_UTC = "({0} at time zone 'UTC') || '+00', ({1} at time zone 'UTC') || '+00'".format
_TAKEN = Statement(
    "resources.taken",
    "with wish as materialized (select $1::json ->> 'resource' as resource,"
    " ($1::json ->> 'begins')::timestamptz as begins, ($1::json ->> 'ends')::timestamptz as ends)"
    f" select {_IN_UTC('held_from', 'held_until')} from wish, {BOOKINGS}"
    f" where resource_id = resource and status in ({_HOLDS})"
    f" and held_from < wish.ends and held_until > wish.begins"
    f" union all select {_IN_UTC('k.begins', 'k.ends')} from wish, {BLACKOUTS} k"
    " where resource_id = resource and k.begins < wish.ends and k.ends > wish.begins",
)
"""The document: which resource, and from when to when. A year of a busy hall is a thousand rows."""
