"""Halls that are booked for a year, put straight into the log: what a city's offices leave behind."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import psycopg
from psycopg.types.range import Range

from services.resources import codec
from services.resources.domain.booking.events import BookingMade
from services.resources.domain.booking.facts import BookingFacts, BookingStatus
from services.resources.domain.calendar import at_minute, month_of
from services.resources.domain.resource.events import (
    OpeningHours,
    ResourceFacts,
    ResourceOffered,
    ResourceTerms,
)
from services.resources.domain.streams import DomainEvent, stream_of
from services.resources.domain.terms import ShareKind
from services.resources.policies import departures, forgetting, fulfilment, late_links, serving
from shared.clock import city_day, utc_now
from shared.database import open_engine, open_pool
from shared.event_store import StoredEvent
from shared.messaging.embedded import EmbeddedBackbone
from shared.signals import Signals
from tests.bench import city
from tests.bench.served import Served, stand_at_the_end
from tests.bench.taking_up import take_up
from tests.support.told_by_membership import DAY, district

COMMUNITY = "430111001001"
TERMS = ResourceTerms(
    tuple(OpeningHours(weekday, 8 * 60, 22 * 60) for weekday in range(1, 8)),
    capacity=500,
    buffer_before=15,
    buffer_after=15,
    no_show_minutes=30,
)
TAKEN_AT = (9, 12, 15)
"""Hours of the day at which each hall is booked for two; from half past five on it is free."""
DAYS = 364


BEHIND = (
    "resources.relay",
    *(each.NAME for each in (departures, forgetting, fulfilment, late_links, serving)),
)
"""Who follows the log and is no view."""


def fill(served: Served, halls: int, bookings: int) -> None:
    """Put them into the log and the table of slots, and bring every view to the end of the log."""
    happened = list(events(halls, bookings))
    head = city.fill_log(served.url, stored(happened))
    hold(served.url, happened)
    with served.composed() as service, open_pool(served.url) as pool:
        EmbeddedBackbone(pool, Signals(served.url, ())).publisher().publish(district().told)
        take_up(service.views, lambda _: None)
    engine = open_engine(served.url)
    stand_at_the_end(engine, BEHIND, head)
    engine.dispose()
    served.settled()


def hall_id(number: int) -> str:
    return f"hall-{number}"


def events(halls: int, bookings: int) -> Iterator[DomainEvent]:
    """Halls on offer, and bookings of them spread evenly over the coming year."""
    for number in range(halls):
        facts = ResourceFacts(
            hall_id(number), ShareKind.VENUE, f"礼堂{number}", COMMUNITY, "", TERMS
        )
        yield ResourceOffered(facts.resource_id, None, facts, DAY)
    for number in range(bookings):
        hall, each = number % halls, number // halls
        yield _made(hall_id(hall), each // len(TAKEN_AT) % DAYS, TAKEN_AT[each % len(TAKEN_AT)])


def _made(resource_id: str, day: int, hour: int) -> BookingMade:
    begins = slot_at(day, hour)
    ends, buffer = begins + timedelta(hours=2), timedelta(minutes=15)
    facts = BookingFacts(
        resource_id=resource_id,
        month=month_of(begins),
        booking_id=f"b-{day}-{hour}",
        kind=ShareKind.VENUE,
        community_code=COMMUNITY,
        owner_unit_id="",
        unit_id="",
        begins=begins,
        ends=ends,
        held_from=begins - buffer,
        held_until=ends + buffer,
        amount=50,
        purpose="讲座",
        status=BookingStatus.CONFIRMED,
    )
    return BookingMade(resource_id, facts.month, None, facts, DAY)


def slot_at(day: int, hour: int) -> datetime:
    """The hour of a day to come, counted from tomorrow."""
    now = utc_now()
    return at_minute(city_day(now) + timedelta(days=1 + day), hour * 60, now)


def stored(happened: Iterable[DomainEvent]) -> Iterator[StoredEvent]:
    """As they stand in the log."""
    versions: dict[str, int] = {}
    for position, event in enumerate(happened, 1):
        stream = stream_of(event)
        versions[stream] = version = versions.get(stream, 0) + 1
        name, schema_version, data = codec.encode(event)
        told = f'{{"command_id":"{stream}-{version}","correlation_id":"bench","actor":"officer-1"}}'
        yield StoredEvent(
            stream, version, name, schema_version, data.decode(), told, DAY, utc_now(), position
        )


def hold(url: str, happened: Iterable[DomainEvent]) -> None:
    """Hold the slots of all bookings among the events."""
    with (
        psycopg.connect(url) as connection,
        connection.cursor().copy("copy slots.held (key, holder, span) from stdin") as copy,
    ):
        for event in happened:
            if isinstance(event, BookingMade):
                span = Range(event.after.held_from, event.after.held_until)
                copy.write_row((event.resource_id, event.after.booking_id, span))
