"""What follows by itself, put together: from what happened here, from membership, and by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from services.resources import consumers
from services.resources.application import Consequences, Liaisons, Links, Resources
from services.resources.consumers import AppealNeeds, Organisations
from services.resources.policies import (
    by_the_clock,
    departures,
    forgetting,
    fulfilment,
    late_links,
    serving,
)
from services.resources.policies.by_the_clock import ByTheClock
from services.resources.policies.departures import Departures
from services.resources.policies.forgetting import Forgetting
from services.resources.policies.fulfilment import Fulfilments
from services.resources.policies.late_links import LateLinks
from services.resources.policies.serving import Serving
from services.resources.projections import units
from services.resources.views import CITY
from shared.city.tree import City
from shared.composition import Reacting
from shared.composition.ground import Now
from shared.contracts.membership import TOPIC as MEMBERSHIP
from shared.contracts.petitions import TOPIC as PETITIONS
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog, Topic
from shared.messaging.promise import Backbone
from shared.policies.behind_view import BehindView, ShownTopic
from shared.subscription.promise import Source


@dataclass(frozen=True)
class Following:
    """All of it; what each asks for, it asks under its own name."""

    engine: Engine
    log: Source[StoredEvent]
    resources: Resources
    liaisons: Liaisons
    city: City
    now: Now

    def policies(self) -> Iterator[Reacting]:
        """From what happened here; who asks views hears the log as far as they show it."""
        log, linked = OwnLog(self.log), self._shown(units.PROJECTION.name)
        yield Reacting(forgetting.NAME, log, Forgetting(self.liaisons).react)
        yield Reacting(fulfilment.NAME, log, Fulfilments(self._asking(fulfilment.NAME)).react)
        yield Reacting(serving.NAME, log, Serving(self._asking(serving.NAME)).react)
        leaving = Departures(self.engine, self._asking(departures.NAME))
        yield Reacting(departures.NAME, self._shown(*departures.VIEWS), leaving.react)
        yield Reacting(late_links.NAME, linked, LateLinks(self._links(late_links.NAME)).react)

    def consumers(self, backbone: Backbone) -> Iterator[Reacting]:
        """From what membership tells, and petitions."""
        tree = ShownTopic(backbone, MEMBERSHIP, self.engine, CITY.name)
        reaction = Organisations(self.engine, self._links(consumers.NAME))
        yield Reacting(consumers.NAME, tree, reaction.react, consumers.read_of_the_city)
        needs = AppealNeeds(self._asking(consumers.NEEDS))
        heard = Topic(backbone, PETITIONS)
        yield Reacting(consumers.NEEDS, heard, needs.react, consumers.read_of_needs)

    def clock(self) -> ByTheClock:
        """When its time has come."""
        return ByTheClock(self.engine, self.city, self._asking(by_the_clock.NAME), self.now)

    def _asking(self, policy: str) -> Consequences:
        return Consequences(self.resources, policy, self.now)

    def _links(self, policy: str) -> Links:
        return Links(self.resources, self.city, self._asking(policy))

    def _shown(self, *views: str) -> OwnLog:
        return OwnLog(BehindView(self.engine, self.log, *views))
