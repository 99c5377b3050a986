"""What has come due by the clock: who did not come, who did not leave, which chair and which term is over.

Each finding names its cause, the same as long as nothing changed, and what to ask for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Integer, Select, func, literal, select, tuple_

from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.calendar import A_DAY, city_day
from services.resources.projections.agreements import AGREEMENTS
from services.resources.projections.bookings import BOOKINGS, RESOURCES
from services.resources.projections.conferences import CHAIRS, CONFERENCES

_AT_A_TIME = 500
_B = BOOKINGS.c
_ORDER = (_B.begins, _B.resource_id, _B.booking_id)
_TO_COME = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)
_MINUTES = RESOURCES.c.terms["no_show_minutes"].astext.cast(Integer)


class Due(NamedTuple):
    """Something to be done: the cause's name and day, and the fields of what is asked for."""

    cause: str
    day: date
    told: dict[str, Any]


def no_shows(engine: Engine, now: datetime) -> Iterator[Due]:
    """Bookings that were to begin, by their resource's terms too long ago; the earliest first."""
    late = func.make_interval(0, 0, 0, 0, 0, _MINUTES)
    wanted = (
        _bookings()
        .join(RESOURCES, RESOURCES.c.resource_id == _B.resource_id)
        .where(_B.status.in_(_TO_COME), _MINUTES > 0, _B.begins + late <= literal(now))
    )
    return _each_booking(engine, wanted)


def left_in_use(engine: Engine, now: datetime) -> Iterator[Due]:
    """Bookings in use whose time is over."""
    in_use = _B.status == BookingStatus.IN_USE
    return _each_booking(engine, _bookings().where(in_use, _B.ends <= literal(now)))


def rotations(engine: Engine, now: datetime) -> Iterator[Due]:
    """Conferences with less than a round of the chair to come."""
    c, term = CONFERENCES.c, CHAIRS.c
    to_come = (
        select(func.count())
        .where(term.conference_id == c.conference_id, term.begins > city_day(now))
        .scalar_subquery()
    )
    wanted = select(c.conference_id, c.version).where(
        c.living, to_come < func.cardinality(c.chair_order)
    )
    with engine.connect() as connection:
        found = connection.execute(wanted.order_by(c.conference_id)).all()
    today = city_day(now)
    return (Due(f"{one}@{version}", today, {"conference_id": one}) for one, version in found)


def terms_over(engine: Engine, now: datetime) -> Iterator[Due]:
    """Agreements in force whose last day is past."""
    c = AGREEMENTS.c
    over = (c.stage == AgreementStage.IN_FORCE, c.ends < city_day(now))
    wanted = select(c.agreement_id, c.ends).where(*over).order_by(c.agreement_id)
    with engine.connect() as connection:
        found = connection.execute(wanted).all()
    return (Due(f"{one}:{ends}", ends + A_DAY, {"agreement_id": one}) for one, ends in found)


def _bookings() -> Select[Any]:
    return select(_B.resource_id, _B.month, _B.booking_id, _B.begins).order_by(*_ORDER)


def _each_booking(engine: Engine, wanted: Select[Any]) -> Iterator[Due]:
    """Page after page: what a rule refuses stays in the view, and must not hide what comes after."""
    last: tuple[Any, ...] | None = None
    while True:
        behind = wanted if last is None else wanted.where(tuple_(*_ORDER) > last)
        with engine.connect() as connection:
            found = connection.execute(behind.limit(_AT_A_TIME)).all()
        for row in found:
            ref = BookingRef(row.resource_id, row.month, row.booking_id)
            name = f"{ref.resource_id}:{ref.month}:{ref.booking_id}"
            yield Due(name, city_day(row.begins), {"booking": ref})
        if len(found) < _AT_A_TIME:
            return
        last = (found[-1].begins, found[-1].resource_id, found[-1].booking_id)
