"""What every endpoint of this service needs to answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from shared.subscription.reaching import Reaching


@dataclass(frozen=True)
class Desk:
    """What the composition root hands to the endpoints.

    Attributes:
        engine: of the database that holds the view.
        now: the clock, UTC.
        reaching: waits for the view to reach a position.
        patience: how long a request may wait for it, in seconds.
    """

    engine: Engine
    now: Callable[[], datetime]
    reaching: Reaching
    patience: float
