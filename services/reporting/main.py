"""Composition root of reporting: `api`, `projector` or `all` in one process."""

from collections.abc import Callable

from fastapi import APIRouter

from services.reporting.api.desk import Desk
from services.reporting.api.joint_conferences import joint_conferences_router
from services.reporting.api.petitions import petitions_router
from services.reporting.api.statistics import statistics_router
from services.reporting.program import NAME
from services.reporting.projections.conferences import ROSTER
from services.reporting.projections.petitions import PETITIONS
from services.reporting.projections.statistics import STATISTICS
from services.reporting.settings import Settings
from services.reporting.views import views_of
from shared.clock import utc_now
from shared.composition import Front, Work, ground_of
from shared.composition import compose as put_together
from shared.composition.ground import Now
from shared.messaging.promise import Backbone
from shared.service import Service
from shared.subscription.reaching import Reaching

TITLE = "统计 reporting"


def routers(desk: Callable[[str], Desk]) -> list[APIRouter]:
    """Each report, over its own view."""
    return [
        statistics_router(desk(STATISTICS.name)),
        petitions_router(desk(PETITIONS.name)),
        joint_conferences_router(desk(ROSTER.name)),
    ]


def compose(settings: Settings, backbone: Backbone, *, now: Now = utc_now) -> Service:
    """The service, not yet started.

    Args:
        settings: how it is to run.
        backbone: where the messages of other services come from.
        now: the clock.
    """
    ground = ground_of(NAME, settings, now)

    def desk(view: str) -> Desk:
        reaching = Reaching(ground.engine, view, ground.signals)
        return Desk(ground.engine, now, reaching, settings.read_after_seconds)

    front = Front(TITLE, routers(desk))
    return put_together(ground, Work(views_of(ground.engine, backbone)), front, backbone)
