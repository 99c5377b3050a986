"""The service's read models: of its own log, and of what membership tells of the city."""

from typing import Any

from sqlalchemy import Engine

from services.resources.projections import (
    agreements,
    bookings,
    conferences,
    disclosures,
    meetings,
    pairings,
    sharing,
    sheets,
    units,
    unplaced,
)
from shared.city.view import CityView
from shared.contracts.membership import TOPIC
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog, Topic
from shared.messaging.promise import Backbone
from shared.subscription.keeping import View, Views, by_name
from shared.subscription.promise import Projection, Source

CITY = CityView("resources")
PROJECTIONS: tuple[Projection[Any], ...] = (
    units.PROJECTION,
    disclosures.PROJECTION,
    conferences.PROJECTION,
    meetings.PROJECTION,
    agreements.PROJECTION,
    pairings.PROJECTION,
    sheets.PROJECTION,
    bookings.PROJECTION,
    sharing.PROJECTION,
    unplaced.PROJECTION,
)


def views_of(engine: Engine, log: Source[StoredEvent], backbone: Backbone) -> Views:
    """All read models."""
    own = (View(engine, each, OwnLog(log)) for each in PROJECTIONS)
    return by_name(*own, View(engine, CITY, Topic(backbone, TOPIC), rest=0.0))
