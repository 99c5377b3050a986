"""The composition root: one service, for one role or for all of them in one process."""

from collections.abc import Iterator

from sqlalchemy import Engine

from services.resources.api.application import FRONT
from services.resources.api.office import Office
from services.resources.application import Consequences, Liaisons, Resources
from services.resources.outgoing import PUBLIC, PUBLICATION
from services.resources.policies import (
    by_the_clock,
    departures,
    forgetting,
    fulfilment,
    serving,
)
from services.resources.policies.by_the_clock import ByTheClock
from services.resources.policies.departures import Departures
from services.resources.policies.forgetting import Forgetting
from services.resources.policies.fulfilment import Fulfilments
from services.resources.policies.serving import Serving
from services.resources.settings import Settings, from_environment
from services.resources.views import CITY, views_of
from shared.city.tree import City
from shared.clock import utc_now
from shared.composition import House, Reacting, Work, house_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.event_store import StoredEvent
from shared.messaging.feed import OwnLog
from shared.messaging.promise import Backbone
from shared.policies.behind_view import BehindView
from shared.policies.clerk import Clerk
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.process import Program
from shared.service import Service
from shared.subscription.promise import Source

NAME = "resources"


def compose(settings: Settings, backbone: Backbone, *, now: Now = utc_now) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where its messages go, and membership's come from.
        now: the clock.
    """
    house = house_of(NAME, settings, now)
    encryption = KeyEncryption.from_text(settings.key_encryption_keys)
    ring = CachedKeyRing(PostgresKeyRing(house.engine, encryption))
    city = City(house.engine, CITY)
    resources = Resources(house.store, city)
    liaisons = Liaisons(resources, ring)
    work = _work(house, resources, liaisons, backbone)
    office = Office(resources, liaisons, city, house.engine, house.freshness, house.metrics, now)
    return put_together(house, work, FRONT, backbone, office)


def _work(house: House, resources: Resources, liaisons: Liaisons, backbone: Backbone) -> Work:
    engine, now = house.engine, house.now
    return Work(
        views=views_of(engine, house.log, backbone),
        publication=PUBLICATION,
        public=PUBLIC,
        policies=tuple(policies_of(engine, house.log, resources, liaisons, now)),
        clerks=(Clerk(engine, by_the_clock.NAME, clock_of(engine, resources, now).acts),),
    )


def policies_of(
    engine: Engine, log: Source[StoredEvent], resources: Resources, liaisons: Liaisons, now: Now
) -> Iterator[Reacting]:
    """What follows by itself from what happened here."""

    def following(policy: str) -> Consequences:
        return Consequences(resources, policy, now)

    own, shown = OwnLog(log), OwnLog(BehindView(engine, log, *departures.VIEWS))
    yield Reacting(forgetting.NAME, own, Forgetting(liaisons).react)
    yield Reacting(fulfilment.NAME, own, Fulfilments(following(fulfilment.NAME)).react)
    yield Reacting(serving.NAME, own, Serving(following(serving.NAME)).react)
    leaving = Departures(engine, following(departures.NAME))
    yield Reacting(departures.NAME, shown, leaving.react)


def clock_of(engine: Engine, resources: Resources, now: Now) -> ByTheClock:
    """What follows by itself when its time has come."""
    return ByTheClock(engine, Consequences(resources, by_the_clock.NAME, now), now)


PROGRAM = Program(
    NAME, ("api", "relay", "projector", "policies"), Settings, from_environment, compose
)
