"""What stands behind the endpoints, and how they enter it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine

from services.petitions.api.tree import UnitTree
from services.petitions.application import Command, Intake, Petitions, Words
from services.petitions.application.files import Files
from services.petitions.projections.likeness.sketching import Sketching
from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.clock import utc_now
from shared.commands import Commands
from shared.freshness import Freshness
from shared.http.asking import Asking, asking
from shared.http.looking import Looking, looking
from shared.http.rate_limit import RateLimit
from shared.metrics import Metrics


@dataclass(frozen=True)
class Office:
    """`shared.http.office.Office`, and what only this service has.

    Attributes:
        petitions: what the service knows, and its commands.
        intake: registers appeals.
        words: seals and opens what is said about them.
        files: keeps what is attached to them.
        sketching: makes what likeness is told by.
        public: how often one address may knock at the public door.
        apps: how often one app may send something.
    """

    petitions: Petitions
    intake: Intake
    words: Words
    files: Files
    sketching: Sketching
    engine: Engine
    freshness: Freshness
    metrics: Metrics
    public: RateLimit
    apps: RateLimit
    now: Callable[[], datetime] = utc_now

    @property
    def commands(self) -> Commands[Command]:
        return self.petitions.commands

    def reach(self, caller: Principal) -> Reach:
        return Reach(caller, UnitTree(self.petitions))


Asked = Annotated[Asking[Office], Depends(asking)]
"""``def endpoint(asked: Asked)``: a command from somebody with a genuine token."""
Looked = Annotated[Looking[Office], Depends(looking)]
"""``def endpoint(looked: Looked)``: a query from somebody with a genuine token."""
