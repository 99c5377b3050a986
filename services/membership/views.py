"""All read models of this service, by name: to be made, kept up to date, and rebuilt."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Engine

from services.membership.projections import disclosures, letters
from services.membership.projections.history.project import PROJECTION as HISTORY
from services.membership.projections.members.opened_log import OpenedLog
from services.membership.projections.members.project import PROJECTION as MEMBERS
from services.membership.projections.organisations.project import PROJECTION as ORGANISATIONS
from services.membership.projections.transfers.project import PROJECTION as TRANSFERS
from shared.event_store import StoredEvent
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view

BATCH = 2_000

_OVER_THE_LOG: tuple[Projection[StoredEvent], ...] = (
    ORGANISATIONS,
    TRANSFERS,
    letters.PROJECTION,
    HISTORY,
    disclosures.PROJECTION,
)


class Views:
    """The read models over one log, in one database."""

    def __init__(self, engine: Engine, log: Source[StoredEvent], opened: OpenedLog) -> None:
        """Compose them.

        Args:
            engine: of the database that holds them.
            log: the service's own log.
            opened: the same log with tokens to search people by.
        """
        self._engine = engine
        self._views: dict[str, tuple[Projection[Any], Source[Any]]] = {
            projection.name: (projection, log) for projection in _OVER_THE_LOG
        }
        self._views[MEMBERS.name] = (MEMBERS, opened)

    @property
    def names(self) -> list[str]:
        return sorted(self._views)

    def ensure(self) -> list[str]:
        """Make the views that are missing; answers those of another shape: they ask for a rebuild."""
        return [name for name in self.names if not ensure_view(self._engine, self._views[name][0])]

    def subscriptions(self) -> dict[str, Subscription[Any]]:
        """What keeps each view up to date, not started yet."""
        return {
            name: Subscription(name, source, Projector(self._engine, projection), batch=BATCH)
            for name, (projection, source) in self._views.items()
        }

    def rebuilds(self) -> dict[str, Callable[[], Rebuild]]:
        """For each view, how to make its rebuild."""
        return {
            name: partial(Rebuild, self._engine, projection, [source])
            for name, (projection, source) in self._views.items()
        }

    def drop_old(self) -> None:
        """Throw away the copies that were live before their rebuild: they remember the forgotten."""
        for rebuild in self.rebuilds().values():
            rebuild().drop_old()
