"""What every endpoint of this service needs to answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from shared.messaging.promise import Message
from shared.subscription.loop import Subscription
from shared.subscription.promise import Source
from shared.subscription.reaching import Reaching
from shared.subscription.rebuild import Rebuild


@dataclass(frozen=True)
class Desk:
    """What the composition root hands to the endpoints.

    Attributes:
        engine: of the database that holds the view.
        now: the clock, UTC.
        reaching: waits for the view to reach a position.
        patience: how long a request may wait for it, in seconds.
        sources: the parts of the topic the view is made from.
        subscriptions: the loops that run in this process, by source.
        rebuilds: for each view, how to make its rebuild.
    """

    engine: Engine
    now: Callable[[], datetime]
    reaching: Reaching
    patience: float
    sources: Sequence[Source[Message]]
    subscriptions: Mapping[str, Subscription[Any]]
    rebuilds: Mapping[str, Callable[[], Rebuild]]
