"""Which bookings nobody came to, for the clerk of time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Integer, func, literal, select

from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.projections.bookings import BOOKINGS, RESOURCES

_AT_A_TIME = 500


def no_shows(connection: Connection, now: datetime) -> Sequence[BookingRef]:
    """Bookings that were to begin, by their resource's terms too long ago; the earliest first."""
    late = func.make_interval(
        0, 0, 0, 0, 0, RESOURCES.c.terms["no_show_minutes"].astext.cast(Integer)
    )
    wanted = (
        select(BOOKINGS.c.resource_id, BOOKINGS.c.month, BOOKINGS.c.booking_id)
        .join(RESOURCES, RESOURCES.c.resource_id == BOOKINGS.c.resource_id)
        .where(
            BOOKINGS.c.status.in_([BookingStatus.REQUESTED, BookingStatus.CONFIRMED]),
            RESOURCES.c.terms["no_show_minutes"].astext.cast(Integer) > 0,
            BOOKINGS.c.begins + late <= literal(now),
        )
        .order_by(BOOKINGS.c.begins)
        .limit(_AT_A_TIME)
    )
    return [BookingRef(*row) for row in connection.execute(wanted)]
