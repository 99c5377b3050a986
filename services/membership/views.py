"""The service's read models."""

from typing import Any

from sqlalchemy import Engine

from services.membership.projections import disclosures, letters
from services.membership.projections.history import project as history
from services.membership.projections.members import project as members
from services.membership.projections.members.opened_log import opened_log
from services.membership.projections.organisations import project as organisations
from services.membership.projections.transfers import project as transfers
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog
from shared.privacy.blind import BlindIndex
from shared.privacy.sealing import Sealer
from shared.subscription.keeping import View, Views, by_name
from shared.subscription.promise import Projection, Source

PROJECTIONS: tuple[Projection[Any], ...] = (
    organisations.PROJECTION,
    members.PROJECTION,
    transfers.PROJECTION,
    letters.PROJECTION,
    history.PROJECTION,
    disclosures.PROJECTION,
)


def views_of(engine: Engine, log: Source[StoredEvent], sealer: Sealer, blind: BlindIndex) -> Views:
    """All read models; only the register opens what is sealed."""
    opened = opened_log(log, sealer.unseal_many, blind)
    sources: dict[str, Source[Any]] = {members.PROJECTION.name: opened}
    return by_name(
        *(View(engine, each, OwnLog(sources.get(each.name, log))) for each in PROJECTIONS)
    )
