"""What stands behind the endpoints, and how they enter it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine

from services.membership.api.tree import LivingTree
from services.membership.application import Command, Membership, People
from services.membership.application.notes import Notes
from services.membership.application.roster import RosterImports
from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.clock import utc_now
from shared.commands import Commands
from shared.freshness import Freshness
from shared.http.asking import Asking, asking
from shared.http.looking import Looking, looking
from shared.metrics import Metrics
from shared.privacy.blind import BlindIndex
from shared.privacy.sealing import Sealer
from shared.result_files import ResultFiles


@dataclass(frozen=True)
class Office:
    """`shared.http.office.Office`, and what only this service has.

    Attributes:
        membership: what the service knows, and its commands.
        people: carries out those that bring personal data.
        notes: seals and opens what is said about members.
        imports: takes rosters in.
        sealer: opens personal data that is then shown masked.
        blind: the tokens people are searched by.
        result_files: the importers' result files, for a while.
    """

    membership: Membership
    people: People
    notes: Notes
    imports: RosterImports
    engine: Engine
    freshness: Freshness
    sealer: Sealer
    blind: BlindIndex
    result_files: ResultFiles
    metrics: Metrics
    now: Callable[[], datetime] = utc_now

    @property
    def commands(self) -> Commands[Command]:
        return self.membership.commands

    def reach(self, caller: Principal) -> Reach:
        return Reach(caller, LivingTree(self.membership))


Asked = Annotated[Asking[Office], Depends(asking)]
"""``def endpoint(asked: Asked)``: a command from somebody with a genuine token."""
Looked = Annotated[Looking[Office], Depends(looking)]
"""``def endpoint(looked: Looked)``: a query from somebody with a genuine token."""
