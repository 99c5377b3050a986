"""Composition root of reporting: `api`, `projector` or `all` in one process."""

from collections.abc import Callable, Sequence
from datetime import datetime

from fastapi import FastAPI

from services.reporting.api.desk import Desk
from services.reporting.api.statistics import statistics_router
from services.reporting.api.views import views_router
from services.reporting.settings import Settings
from services.reporting.statistics.reading import STATISTICS
from services.reporting.views import views_of
from shared.access.tokens import Verifier
from shared.clock import utc_now
from shared.contracts.membership import TOPIC
from shared.database import EngineLoans, open_engine, open_observing_pool
from shared.http.service_app import Edge, service_app
from shared.messaging.promise import Backbone
from shared.metrics import Metrics
from shared.service import Part, Service
from shared.signals import Bell, Signals
from shared.subscription.keeping import ViewKeeper
from shared.subscription.reaching import VIEWS_MOVED, Reaching
from shared.subscription.standing import Observer
from shared.watching import Watching

NAME, VERSION = "reporting", "1"


def compose(
    settings: Settings, backbone: Backbone, *, now: Callable[[], datetime] = utc_now
) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where the messages of other services come from.
        now: the clock.
    """
    engine = open_engine(settings.database_url, size=settings.connections)
    views, bell = views_of(engine, backbone), Bell(settings.database_url, VIEWS_MOVED)
    signals = Signals(settings.database_url, (VIEWS_MOVED,))
    works = settings.runs("projector")
    view = views[STATISTICS.name]
    following = view.following(bell) if works else None
    desk = Desk(
        engine=engine,
        now=now,
        reaching=Reaching(engine, STATISTICS.name, signals),
        patience=settings.read_after_seconds,
        sources=view.feed.sources(),
        subscriptions=following.loops if following else {},
        rebuilds={name: view.rebuild for name, view in views.items()},
    )
    parts: Sequence[Part] = (
        ViewKeeper(views, renews=works),
        signals,
        *([following] if following else []),
    )
    observing = open_observing_pool(settings.database_url)
    watching = Watching(
        observer=Observer(observing, desk.sources, now=now),
        loops=desk.subscriptions,
        followings={TOPIC: following} if following else {},
        pools={"views": EngineLoans(engine)},
        now=now,
    )
    return Service(
        name=NAME,
        app=_app(settings, desk, watching, answers=settings.runs("api")),
        parts=parts,
        subscriptions=desk.subscriptions,
        rebuilds=desk.rebuilds,
        closing=(bell.stop, observing.close, engine.dispose),
    )


def _app(settings: Settings, desk: Desk, watching: Watching, *, answers: bool) -> FastAPI:
    metrics = Metrics(NAME)
    watching.show(metrics)
    verifier = Verifier.at(
        settings.token_keys, issuer=settings.token_issuer, audience=settings.token_audience
    )

    edge = Edge("统计 reporting", VERSION, verifier, metrics, watching.readiness)
    routers = [statistics_router(desk), views_router(desk)] if answers else []
    return service_app(edge, routers)
