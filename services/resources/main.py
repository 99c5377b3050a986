"""The composition root: one service, for one role or for all of them in one process."""

from services.resources.api.application import FRONT
from services.resources.api.office import Office
from services.resources.application import Liaisons, Resources
from services.resources.following import Following
from services.resources.outgoing import PUBLIC, PUBLICATION
from services.resources.policies import by_the_clock
from services.resources.program import NAME
from services.resources.settings import Settings
from services.resources.views import CITY, views_of
from shared.city.tree import City
from shared.clock import utc_now
from shared.composition import House, Work, house_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.messaging.promise import Backbone
from shared.policies.clerk import Clerk
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.service import Service


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
    city = City(house.pool, CITY)
    resources = Resources(house.store, city)
    liaisons = Liaisons(resources, ring)
    work = _work(house, house.counting(resources), liaisons, city, backbone)
    asked = house.screening(resources, liaisons.names)
    office = Office(asked, liaisons, city, house.engine, house.freshness, house.metrics, now)
    return put_together(house, work, FRONT, backbone, office)


def _work(
    house: House, resources: Resources, liaisons: Liaisons, city: City, backbone: Backbone
) -> Work:
    following = Following(house.engine, house.log, resources, liaisons, city, house.now)
    return Work(
        views=views_of(house.engine, house.log, backbone),
        publication=PUBLICATION,
        public=PUBLIC,
        policies=tuple(following.policies()),
        clerks=(Clerk(house.engine, by_the_clock.NAME, following.clock().acts),),
        consumers=tuple(following.consumers(backbone)),
    )
