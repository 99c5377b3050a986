"""The composition root: one service, for one role or for all of them in one process."""

from services.resources.api.application import FRONT
from services.resources.api.office import Office
from services.resources.application import Liaisons, Resources
from services.resources.outgoing import PUBLIC, PUBLICATION
from services.resources.policies.forgetting import NAME as FORGETTING
from services.resources.policies.forgetting import Forgetting
from services.resources.policies.no_shows import NAME as NO_SHOWS
from services.resources.policies.no_shows import NoShows
from services.resources.settings import Settings, from_environment
from services.resources.views import CITY, views_of
from shared.city.tree import City
from shared.clock import utc_now
from shared.composition import Reacting, Work, house_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.messaging.feed import OwnLog
from shared.messaging.promise import Backbone
from shared.policies.clerk import Clerk
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.process import Program
from shared.service import Service

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
    no_shows = NoShows(house.engine, resources, now)
    forgetting = Forgetting(liaisons)
    work = Work(
        views=views_of(house.engine, house.log, backbone),
        publication=PUBLICATION,
        public=PUBLIC,
        policies=(Reacting(FORGETTING, OwnLog(house.log), forgetting.react),),
        clerks=(Clerk(house.engine, NO_SHOWS, no_shows.acts),),
    )
    office = Office(resources, liaisons, city, house.engine, house.freshness, house.metrics, now)
    return put_together(house, work, FRONT, backbone, office)


PROGRAM = Program(
    NAME, ("api", "relay", "projector", "policies"), Settings, from_environment, compose
)
