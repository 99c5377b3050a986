"""The composition root: one service, for one role or for all of them in one process."""

from dataclasses import dataclass
from datetime import timedelta

from services.membership.api.application import FRONT
from services.membership.api.office import Office
from services.membership.application import Membership, People
from services.membership.application.concerned import Concerned
from services.membership.application.notes import Notes
from services.membership.application.roster import RosterImports
from services.membership.outgoing import PUBLIC, PUBLICATION
from services.membership.policies.expiry import NAME as EXPIRY
from services.membership.policies.expiry import Expiry
from services.membership.policies.following import NAME as FOLLOWING
from services.membership.policies.following import Following
from services.membership.policies.forgetting import NAME as FORGETTING
from services.membership.policies.forgetting import Forgetting
from services.membership.program import NAME
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.settings import Settings
from services.membership.views import views_of
from shared.clock import utc_now
from shared.composition import House, Reacting, Work, house_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.messaging.feed import OwnLog
from shared.messaging.promise import Backbone
from shared.policies.behind_view import BehindView
from shared.policies.clerk import Clerk
from shared.privacy.blind import BlindIndex
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption, key_from_base64
from shared.privacy.key_ring import KeyRing
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.result_files import ResultFiles
from shared.service import Service
from shared.subscription.keeping import Views


@dataclass(frozen=True)
class Rooms:
    """What only this service has: persons' keys, and who knows the members."""

    ring: KeyRing
    blind: BlindIndex
    membership: Membership
    views: Views


def compose(settings: Settings, backbone: Backbone, *, now: Now = utc_now) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where its messages go.
        now: the clock.
    """
    house = house_of(NAME, settings, now)
    rooms = _rooms(house, settings)
    office = _office(house, rooms, settings)
    return put_together(house, _work(house, rooms), FRONT, backbone, office)


def _rooms(house: House, settings: Settings) -> Rooms:
    encryption = KeyEncryption.from_text(settings.key_encryption_keys)
    ring = CachedKeyRing(PostgresKeyRing(house.engine, encryption))
    blind = BlindIndex(key_from_base64(settings.blind_index_key))
    views = views_of(house.engine, house.log, Sealer(ring), blind)
    return Rooms(ring, blind, Membership(house.store), views)


def _work(house: House, rooms: Rooms) -> Work:
    def drop_copies() -> None:
        for view in rooms.views.values():
            view.rebuild().drop_copies()

    engine, membership = house.engine, house.counting(rooms.membership)
    shown = OwnLog(BehindView(engine, house.log, REGISTER.name))
    behind = OwnLog(BehindView(engine, house.log, REGISTER.name, asked=False))
    following = Following(engine, membership, house.now)
    forgetting = Forgetting(rooms.ring, drop_copies)
    expiry = Expiry(engine, membership, house.now)
    return Work(
        views=rooms.views,
        publication=PUBLICATION,
        public=PUBLIC,
        policies=(
            Reacting(FOLLOWING, shown, following.react),
            Reacting(FORGETTING, behind, forgetting.react),
        ),
        clerks=(Clerk(engine, EXPIRY, expiry.acts),),
    )


def _office(house: House, rooms: Rooms, settings: Settings) -> Office:
    sealer = Sealer(rooms.ring)
    membership = house.screening(rooms.membership, Concerned(rooms.membership, sealer).names)
    people = People(membership, house.store, rooms.ring, rooms.blind)
    kept = timedelta(hours=settings.result_hours)
    return Office(
        membership=membership,
        people=people,
        notes=Notes(membership, rooms.ring),
        imports=RosterImports(people),
        engine=house.engine,
        freshness=house.freshness,
        sealer=sealer,
        blind=rooms.blind,
        result_files=ResultFiles(settings.result_folder, kept),
        metrics=house.metrics,
        now=house.now,
    )
