"""What stands behind the endpoints, and how they enter it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine

from services.resources.application import Liaisons, Resources
from services.resources.domain.routing import AnyCommand
from services.resources.domain.surroundings import UnknownOrganisation
from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.city.tree import City, DivisionTree
from shared.clock import utc_now
from shared.commands import Commands
from shared.freshness import Freshness
from shared.http.asking import Asking, asking
from shared.http.looking import Looking, looking
from shared.metrics import Metrics


@dataclass(frozen=True)
class Office:
    """`shared.http.office.Office`, and what only this service has.

    Attributes:
        resources: what the service knows, and its commands.
        liaisons: who the units' liaisons are.
        city: divisions and organisations as membership tells them.
    """

    resources: Resources
    liaisons: Liaisons
    city: City
    engine: Engine
    freshness: Freshness
    metrics: Metrics
    now: Callable[[], datetime] = utc_now

    @property
    def commands(self) -> Commands[AnyCommand]:
        return self.resources.commands

    def reach(self, caller: Principal) -> Reach:
        return Reach(caller, DivisionTree(self.city, UnknownOrganisation))


Asked = Annotated[Asking[Office], Depends(asking)]
"""``def endpoint(asked: Asked)``: a command from somebody with a genuine token."""
Looked = Annotated[Looking[Office], Depends(looking)]
"""``def endpoint(looked: Looked)``: a query from somebody with a genuine token."""
