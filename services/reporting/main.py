"""Composition root of reporting: `api`, `consumers` or `all` in one process."""

from collections.abc import Callable, Sequence
from datetime import datetime

from fastapi import FastAPI

from services.reporting import consumers
from services.reporting.api.desk import Desk
from services.reporting.api.statistics import statistics_router
from services.reporting.api.views import views_router
from services.reporting.projections.statistics import Statistics
from services.reporting.settings import Settings
from shared.access.tokens import Verifier
from shared.clock import utc_now
from shared.contracts.membership import TOPIC
from shared.database import EngineLoans, open_engine, open_observing_pool
from shared.http.service_app import Edge, service_app
from shared.messaging.promise import Backbone
from shared.metrics import Metrics
from shared.service import Part, Service
from shared.signals import Bell, Signals
from shared.subscription.reaching import VIEWS_MOVED, Reaching
from shared.subscription.standing import Observer
from shared.watching import Watching

NAME, VERSION = "reporting", "1"
_RING_REST_SECONDS = 0.002


def compose(
    settings: Settings, backbone: Backbone, *, now: Callable[[], datetime] = utc_now
) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where the messages of other services come from.
        now: the clock.
    """
    engine, view = open_engine(settings.database_url), Statistics()
    topic, bell = consumers.sources(backbone), Bell(settings.database_url, VIEWS_MOVED)
    signals = Signals(settings.database_url, (VIEWS_MOVED,))
    runs_loops, answers = settings.role != "api", settings.role != "consumers"
    following = consumers.following(engine, backbone, topic, bell) if runs_loops else None
    desk = Desk(
        engine=engine,
        now=now,
        reaching=Reaching(engine, view.name, signals),
        patience=settings.read_after_seconds,
        sources=topic,
        subscriptions=following.loops if following else {},
        rebuilds={view.name: lambda: consumers.rebuild(engine, topic)},
    )
    observing = open_observing_pool(settings.database_url)
    watching = Watching(
        observer=Observer(observing, topic, now=now),
        loops=desk.subscriptions,
        followings={TOPIC: following} if following else {},
        pools={"views": EngineLoans(engine)},
        now=now,
    )
    keeper = consumers.ViewKeeper(engine, topic, rebuilds=runs_loops)
    parts: Sequence[Part] = (keeper, signals, *([following] if following else []))
    return Service(
        name=NAME,
        app=_app(settings, desk, watching, answers=answers),
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
