"""The composition root: one service, for one role or for all of them in one process."""

from collections import ChainMap
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from services.membership.api.application import ROUTERS, may_operate, membership_app
from services.membership.api.office import Office
from services.membership.application import Membership, People
from services.membership.application.roster import RosterImports
from services.membership.outgoing import PUBLICATION
from services.membership.policies.expiry import NAME as EXPIRY
from services.membership.policies.expiry import Expiry
from services.membership.policies.following import NAME as FOLLOWING
from services.membership.policies.following import Following
from services.membership.policies.forgetting import NAME as FORGETTING
from services.membership.policies.forgetting import Forgetting
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.settings import Settings
from services.membership.views import views_of
from shared.access.tokens import Verifier
from shared.clock import utc_now
from shared.database import EngineLoans, Pool, open_engine, open_observing_pool, open_pool
from shared.event_store.counted import CountedStore
from shared.event_store.postgres import (
    APPENDED,
    NUMBERED,
    LogSource,
    Numbering,
    PostgresEventStore,
    state_of_log,
)
from shared.freshness import Freshness
from shared.http.views import views_router
from shared.messaging.promise import Backbone
from shared.messaging.relay import Relay
from shared.metrics import Metrics
from shared.policies.behind_view import BehindView
from shared.policies.clerk import Clerk
from shared.policies.reaction import Reaction
from shared.privacy.blind import BlindIndex
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KeyEncryption, key_from_base64
from shared.privacy.key_ring import KeyRing
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.result_files import ResultFiles
from shared.service import Part, Service, Together
from shared.signals import Bell, Signals
from shared.subscription.keeping import ViewKeeper, Views
from shared.subscription.loop import Subscription
from shared.subscription.reaching import VIEWS_MOVED
from shared.subscription.standing import Observer
from shared.watching import Watching

NAME = "membership"
RELAY = f"{NAME}.relay"
Loops = MutableMapping[str, Subscription[Any]]
_RING_REST_SECONDS = 0.002
_POLICY_REST_SECONDS = 0.05


@dataclass(frozen=True)
class House:
    """What every role stands on."""

    settings: Settings
    now: Callable[[], datetime]
    pool: Pool
    observing: Pool
    engine: Engine
    signals: Signals
    appended: Bell
    moved: Bell
    store: PostgresEventStore
    log: LogSource
    ring: KeyRing
    blind: BlindIndex
    views: Views
    membership: Membership
    metrics: Metrics

    def close(self) -> None:
        self.appended.stop()
        self.moved.stop()
        self.pool.close()
        self.observing.close()
        self.engine.dispose()


def compose(
    settings: Settings,
    backbone: Backbone,
    *,
    now: Callable[[], datetime] = utc_now,
) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where its messages go.
        now: the clock.
    """
    house = _house(settings, now)
    working = _loops(house, backbone)
    projecting = settings.runs("projector")
    found = house.views.values() if projecting else ()
    followings = [view.following(house.moved) for view in found]
    loops = ChainMap(working, *(cast("dict[str, Any]", each.loops) for each in followings))
    parts: list[Part] = [
        house.signals,
        ViewKeeper(house.views, renews=projecting),
        Numbering(house.pool, house.signals),
    ]
    clerks = _clerks(house) if settings.runs("policies") else {}
    return Service(
        name=NAME,
        app=_app(house, loops, ROUTERS if settings.runs("api") else ()),
        parts=[*parts, Together([*followings, *working.values(), *clerks.values()])],
        subscriptions=loops,
        clerks=clerks,
        rebuilds={name: view.rebuild for name, view in house.views.items()},
        closing=(house.close,),
    )


def _house(settings: Settings, now: Callable[[], datetime]) -> House:
    url = settings.database_url
    pool, engine = (
        open_pool(url, size=settings.connections),
        open_engine(url, size=settings.connections),
    )
    signals = Signals(url, (APPENDED, NUMBERED, VIEWS_MOVED))
    appended = Bell(url, APPENDED, rest=_RING_REST_SECONDS)
    store = PostgresEventStore(pool, appended)
    log = LogSource(store, signals)
    encryption = KeyEncryption.from_text(settings.key_encryption_keys)
    ring = CachedKeyRing(PostgresKeyRing(engine, encryption))
    blind = BlindIndex(key_from_base64(settings.blind_index_key))
    metrics = Metrics(NAME)
    counted = CountedStore(store, metrics.appended, metrics.conflicts)
    return House(
        settings=settings,
        now=now,
        pool=pool,
        observing=open_observing_pool(url),
        engine=engine,
        signals=signals,
        appended=appended,
        moved=Bell(url, VIEWS_MOVED, rest=_RING_REST_SECONDS),
        store=store,
        log=log,
        ring=ring,
        blind=blind,
        views=views_of(engine, log, Sealer(ring), blind),
        membership=Membership(counted),
        metrics=metrics,
    )


def _loops(house: House, backbone: Backbone) -> Loops:
    loops: list[Subscription[Any]] = []
    runs = house.settings.runs
    if runs("relay"):
        relay = Relay(house.engine, RELAY, PUBLICATION, backbone.publisher())
        loops.append(Subscription(RELAY, house.log, relay))
    if runs("policies"):
        loops += _policies(house)
    return {loop.name: loop for loop in loops}


def _policies(house: House) -> list[Subscription[Any]]:
    def drop_retired_copies() -> None:
        for view in house.views.values():
            view.rebuild().drop_old()

    engine = house.engine
    following = Following(engine, house.membership, house.now)
    forgetting = Forgetting(house.ring, drop_retired_copies)
    behind = BehindView(engine, house.log, REGISTER.name)
    reacts = {FOLLOWING: following.react, FORGETTING: forgetting.react}
    return [
        Subscription(name, behind, Reaction(engine, name, react), rest=_POLICY_REST_SECONDS)
        for name, react in reacts.items()
    ]


def _clerks(house: House) -> dict[str, Clerk]:
    expiry = Expiry(house.engine, house.membership, house.now)
    return {EXPIRY: Clerk(house.engine, EXPIRY, expiry.acts)}


def _app(house: House, loops: Loops, routers: Sequence[APIRouter]) -> FastAPI:
    settings, office = house.settings, _office(house)
    watching = _watching(house, loops)
    watching.show(house.metrics)
    verifier = Verifier.at(
        settings.token_keys, issuer=settings.token_issuer, audience=settings.token_audience
    )

    rebuilds = {name: view.rebuild for name, view in house.views.items()}
    operating = views_router(rebuilds, loops, may_operate(office))
    return membership_app(office, verifier, watching.readiness, [*routers, operating])


def _watching(house: House, loops: Loops) -> Watching:
    seen = LogSource(PostgresEventStore(house.observing), house.signals)
    return Watching(
        observer=Observer(house.observing, [seen], now=house.now),
        loops=loops,
        pools={"log": house.pool, "views": EngineLoans(house.engine)},
        log=lambda: state_of_log(house.observing),
        now=house.now,
    )


def _office(house: House) -> Office:
    settings = house.settings
    people = People(house.membership, house.store, house.ring, house.blind)
    return Office(
        membership=house.membership,
        people=people,
        imports=RosterImports(people),
        engine=house.engine,
        freshness=Freshness(house.engine, house.store, house.signals, settings.read_after_seconds),
        sealer=Sealer(house.ring),
        blind=house.blind,
        result_files=ResultFiles(settings.result_folder, timedelta(hours=settings.result_hours)),
        metrics=house.metrics,
        now=house.now,
    )
