"""The service's read models."""

from typing import Any

from sqlalchemy import Engine

from services.petitions.projections import disclosures, needs, promises, published
from services.petitions.projections.appeals import project as appeals
from services.petitions.projections.likeness import project as likeness
from services.petitions.projections.likeness.sketched_log import sketched_log
from services.petitions.projections.likeness.sketching import Sketching
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog
from shared.privacy.sealing import Sealer
from shared.subscription.keeping import View, Views, by_name
from shared.subscription.promise import Projection, Source

PROJECTIONS: tuple[Projection[Any], ...] = (
    appeals.PROJECTION,
    promises.PROJECTION,
    disclosures.PROJECTION,
    published.PROJECTION,
    needs.PROJECTION,
    likeness.PROJECTION,
)


def views_of(
    engine: Engine, log: Source[StoredEvent], sealer: Sealer, sketching: Sketching
) -> Views:
    """All read models; only that of likeness opens what is sealed."""
    sketched = sketched_log(log, sealer.unseal_many, sketching)
    sources: dict[str, Source[Any]] = {likeness.PROJECTION.name: sketched}
    return by_name(
        *(View(engine, each, OwnLog(sources.get(each.name, log))) for each in PROJECTIONS)
    )
