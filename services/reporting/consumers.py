"""What keeps the view up to date: one loop for each part of the topic `membership.v1` that is ours."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Engine

from services.reporting.projections.statistics import Statistics
from shared.contracts.membership import TOPIC
from shared.messaging.promise import Backbone, Following, Message
from shared.signals import Bell
from shared.subscription import checkpoints, views
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Source
from shared.subscription.reaching import Announcing
from shared.subscription.rebuild import Rebuild

logger = structlog.get_logger(__name__)


def sources(backbone: Backbone) -> Sequence[Source[Message]]:
    """The parts of the topic everything is rebuilt from."""
    return backbone.sources(TOPIC)


def following(
    engine: Engine, backbone: Backbone, topic: Sequence[Source[Message]], bell: Bell
) -> Following:
    """The loops of this process."""
    projection = Statistics()

    def loop_over(source: Source[Message]) -> Subscription[Any]:
        checkpoints.begin(engine, projection.name, [part.name for part in topic])
        handler = Announcing(Projector(engine, projection), bell)
        return Subscription(f"{projection.name}:{source.name}", source, handler)

    return backbone.follow(TOPIC, projection.name, loop_over)


def rebuild(engine: Engine, topic: Sequence[Source[Message]]) -> Rebuild:
    """The rebuild of the view."""
    return Rebuild(engine, Statistics(), topic)


class ViewKeeper:
    """Makes the view when there is none, and anew when this release gives it another shape.

    It is a part of the service that starts before the loops: they write the present shape only. A
    process without loops leaves the rebuild to those that have them.
    """

    def __init__(self, engine: Engine, topic: Sequence[Source[Message]], *, rebuilds: bool) -> None:
        self._engine, self._topic, self._rebuilds = engine, topic, rebuilds

    def start(self) -> None:
        """Return when the view stands.

        Raises:
            RebuildRunning: another instance is rebuilding it; start again when it is done.
        """
        if not views.ensure_view(self._engine, Statistics()) and self._rebuilds:
            report = rebuild(self._engine, self._topic).run(accept_differences=True)
            logger.info("view.reshaped", view=report.view, events=report.events)

    def stop(self) -> None:
        """Nothing is held."""
