"""The composition root: one service, for one role or for all of them in one process."""

from services.petitions.api.application import FRONT
from services.petitions.api.office import Office
from services.petitions.application import Intake, Petitions, Words
from services.petitions.application.files import Files
from services.petitions.consumers import divisions, needs
from services.petitions.consumers.divisions import Divisions
from services.petitions.consumers.needs import NeedOutcomes
from services.petitions.outgoing import PUBLIC, PUBLICATION
from services.petitions.policies import calendar_years, forgetting, supervision
from services.petitions.policies.calendar_years import CalendarYears
from services.petitions.policies.forgetting import Forgetting
from services.petitions.policies.supervision import Supervision
from services.petitions.program import NAME
from services.petitions.projections.likeness import project as likeness
from services.petitions.projections.likeness.sketching import Sketching
from services.petitions.settings import Settings
from services.petitions.views import views_of
from shared.clock import utc_now
from shared.composition import House, Reacting, Work, house_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.contracts.membership import TOPIC as MEMBERSHIP
from shared.contracts.resources import TOPIC as RESOURCES
from shared.http.rate_limit import RateLimit
from shared.messaging.feed import OwnLog, Topic
from shared.messaging.promise import Backbone
from shared.policies.behind_view import BehindView
from shared.policies.clerk import Clerk
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption, key_from_base64
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.service import Service
from shared.subscription.keeping import Views


def compose(settings: Settings, backbone: Backbone, *, now: Now = utc_now) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where its messages go, and membership's come from.
        now: the clock.
    """
    house = house_of(NAME, settings, now)
    petitions = Petitions(house.store)
    encryption = KeyEncryption.from_text(settings.key_encryption_keys)
    ring = CachedKeyRing(PostgresKeyRing(house.engine, encryption))
    files = Files(settings.attachment_folder)
    views = views_of(house.engine, house.log, Sealer(ring), _sketching(settings))
    forgetter = Forgetting(ring, files, views[likeness.PROJECTION.name].rebuild().drop_copies)
    work = _work(house, views, house.counting(petitions), forgetter, backbone)
    asked = house.screening(petitions, lambda _: ())  # whom an appeal names stands in sealed words
    office = _office(house, asked, Words(ring), files, settings)
    return put_together(house, work, FRONT, backbone, office)


def _work(
    house: House, views: Views, petitions: Petitions, forgetter: Forgetting, backbone: Backbone
) -> Work:
    engine, now = house.engine, house.now
    supervising = Supervision(engine, petitions, house.freshness, now)
    years = CalendarYears(petitions, now)
    offices = Divisions(petitions, now)
    behind = BehindView(engine, house.log, likeness.PROJECTION.name, asked=False)
    outcomes = NeedOutcomes(engine, house.freshness, petitions, now)
    return Work(
        views=views,
        publication=PUBLICATION,
        public=PUBLIC,
        policies=(Reacting(forgetting.NAME, OwnLog(behind), forgetter.react),),
        clerks=(
            Clerk(
                engine,
                supervision.NAME,
                supervising.acts,
                every_seconds=supervision.LATEST_SECONDS,
                rests=supervising.rests,
            ),
            Clerk(engine, calendar_years.NAME, years.acts, every_seconds=calendar_years.EVERY),
        ),
        consumers=(
            Reacting(divisions.NAME, Topic(backbone, MEMBERSHIP), offices.react, divisions.read),
            Reacting(needs.NAME, Topic(backbone, RESOURCES), outcomes.react, needs.read),
        ),
    )


def _office(
    house: House, petitions: Petitions, words: Words, files: Files, settings: Settings
) -> Office:
    return Office(
        petitions=petitions,
        intake=Intake(petitions, words, key_from_base64(settings.blind_index_key)),
        words=words,
        files=files,
        sketching=_sketching(settings),
        engine=house.engine,
        freshness=house.freshness,
        metrics=house.metrics,
        public=RateLimit(settings.public_per_minute),
        apps=RateLimit(settings.app_per_minute),
        now=house.now,
    )


def _sketching(settings: Settings) -> Sketching:
    return Sketching(key_from_base64(settings.blind_index_key))
