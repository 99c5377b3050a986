"""The projection of the roster: two topics, each with tables of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from services.reporting.projections.conferences import city, sharing
from services.reporting.projections.conferences.messages import (
    heard_of_membership,
    heard_of_resources,
)
from services.reporting.projections.conferences.tables import CITY, SHARING, metadata
from services.reporting.projections.hearing import Hearing, described, reason_of
from shared.contracts import membership, resources
from shared.messaging.promise import Message
from shared.subscription.promise import Rows
from shared.subscription.topics_projection import TopicPart, TopicsProjection

NAME = "reporting.roster"
Write = Callable[[Any, str, Rows], None]


def _reader(heard: Hearing, writes: Mapping[type, Write]) -> Callable[[Message, Rows], None]:
    """Writes what a message tells; one that changes nothing here is passed over."""
    routes = {message: (write, reason_of(message)) for message, write in writes.items()}

    def project(entry: Message, rows: Rows) -> None:
        message = heard(entry.value)
        route = routes.get(type(message))
        if route is not None:
            write, reason = route
            write(message, reason, rows)

    return project


def roster_projection() -> TopicsProjection:
    """The view of membership's and resources' topics."""
    parts = {
        membership.TOPIC: TopicPart(CITY, _reader(heard_of_membership, city.WRITE)),
        resources.TOPIC: TopicPart(SHARING, _reader(heard_of_resources, sharing.WRITE)),
    }
    return TopicsProjection(NAME, metadata, "1", parts, described)
