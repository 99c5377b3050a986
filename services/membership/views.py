"""The service's read models: what each is read from, its loop, its rebuild."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Engine

from services.membership.projections import disclosures, letters
from services.membership.projections.history import project as history
from services.membership.projections.members import project as members
from services.membership.projections.members.opened_log import OpenedLog
from services.membership.projections.organisations import project as organisations
from services.membership.projections.transfers import project as transfers
from shared.event_store import StoredEvent
from shared.privacy.blind import BlindIndex
from shared.privacy.sealing import Sealer
from shared.signals import Bell
from shared.subscription import views
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.reaching import Announcing
from shared.subscription.rebuild import Rebuild

logger = structlog.get_logger(__name__)

PROJECTIONS: tuple[Projection[Any], ...] = (
    organisations.PROJECTION,
    members.PROJECTION,
    transfers.PROJECTION,
    letters.PROJECTION,
    history.PROJECTION,
    disclosures.PROJECTION,
)
BATCH = 1_000
_REST_SECONDS = 0.02
"""Nobody notices; a hundred commands a second cost each view half the transactions or less."""


@dataclass(frozen=True)
class View:
    """One read model of this deployment.

    Attributes:
        engine: of the database that holds it.
        projection: what it is.
        source: the own log, as this projection reads it.
    """

    engine: Engine
    projection: Projection[Any]
    source: Source[Any]

    @property
    def name(self) -> str:
        return self.projection.name

    def loop(self, bell: Bell) -> Subscription[Any]:
        """Keeps it up to date; rings for whoever waits."""
        handler = Announcing(Projector(self.engine, self.projection), bell)
        return Subscription(self.name, self.source, handler, batch=BATCH, rest=_REST_SECONDS)

    def rebuild(self) -> Rebuild:
        return Rebuild(self.engine, self.projection, [self.source])


def views_of(
    engine: Engine, log: Source[StoredEvent], sealer: Sealer, blind: BlindIndex
) -> Mapping[str, View]:
    """All read models, by name; only the register opens what is sealed."""
    opened = OpenedLog(log, sealer.unseal_many, blind)
    sources: Mapping[str, Source[Any]] = {members.PROJECTION.name: opened}
    found = (View(engine, each, sources.get(each.name, log)) for each in PROJECTIONS)
    return {view.name: view for view in found}


class ViewKeeper:
    """Makes views that are missing, and anew those to which this release gives another shape.

    A part of the service that starts before the loops, which write the present shape only.
    """

    def __init__(self, views: Mapping[str, View], *, renews: bool) -> None:
        """``renews``: whether this process may rebuild; others read what they find."""
        self._views, self._renews = views, renews

    def start(self) -> None:
        for view in self._views.values():
            if not views.ensure_view(view.engine, view.projection) and self._renews:
                report = view.rebuild().run(accept_differences=True)
                logger.info("view.reshaped", view=report.view, events=report.events)

    def stop(self) -> None:
        """Nothing is held."""
