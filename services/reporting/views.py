"""The service's read models, all made from other services' messages."""

from sqlalchemy import Engine

from services.reporting.projections.statistics import Statistics
from shared.contracts.membership import TOPIC
from shared.messaging.feed import Topic
from shared.messaging.promise import Backbone
from shared.subscription.keeping import View, Views, by_name


def views_of(engine: Engine, backbone: Backbone) -> Views:
    """All read models."""
    return by_name(View(engine, Statistics(), Topic(backbone, TOPIC), batch=500, rest=0.0))
