"""The service's read models."""

from typing import Any

from sqlalchemy import Engine

from services.petitions.projections import disclosures, promises, published
from services.petitions.projections.appeals import project as appeals
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog
from shared.subscription.keeping import View, Views, by_name
from shared.subscription.promise import Projection, Source

PROJECTIONS: tuple[Projection[Any], ...] = (
    appeals.PROJECTION,
    promises.PROJECTION,
    disclosures.PROJECTION,
    published.PROJECTION,
)


def views_of(engine: Engine, log: Source[StoredEvent]) -> Views:
    """All read models."""
    return by_name(*(View(engine, each, OwnLog(log)) for each in PROJECTIONS))
