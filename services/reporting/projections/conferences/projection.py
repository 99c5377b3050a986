"""The projection of the roster: two topics, each with tables of its own."""

from services.reporting.projections.conferences import (
    city,
    heard_of_membership,
    heard_of_resources,
    sharing,
)
from services.reporting.projections.conferences.tables import CITY, SHARING, metadata
from services.reporting.projections.telling import Telling
from shared.contracts import membership, resources
from shared.messaging.hearing import described
from shared.subscription.topics_projection import TopicPart, TopicsProjection

_CITY = Telling(heard_of_membership.heard, city.WRITE)
_SHARING = Telling(heard_of_resources.heard, sharing.WRITE)
ROSTER = TopicsProjection(
    "reporting.roster",
    metadata,
    "1",
    {
        membership.TOPIC: TopicPart(CITY, _CITY.write),
        resources.TOPIC: TopicPart(SHARING, _SHARING.write),
    },
    described,
)
