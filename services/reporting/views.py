"""The service's read models, all made from other services' messages."""

from sqlalchemy import Engine

from services.reporting.projections.conferences import ROSTER
from services.reporting.projections.petitions import PETITIONS
from services.reporting.projections.statistics import STATISTICS
from shared.contracts import membership, petitions, resources
from shared.messaging.feed import Topic, Topics
from shared.messaging.promise import Backbone
from shared.subscription.keeping import View, Views, by_name


def views_of(engine: Engine, backbone: Backbone) -> Views:
    """All read models."""
    both = Topics(backbone, membership.TOPIC, resources.TOPIC)
    return by_name(
        View(engine, STATISTICS, Topic(backbone, membership.TOPIC), batch=500, rest=0.0),
        View(engine, PETITIONS, Topic(backbone, petitions.TOPIC), batch=500, rest=0.0),
        View(engine, ROSTER, both, batch=500),
    )
