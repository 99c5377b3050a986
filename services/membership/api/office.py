"""What stands behind the endpoints of one application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import FastAPI, Request
from sqlalchemy import Engine

from services.membership.api.result_files import ResultFiles
from services.membership.application import Membership, People
from services.membership.application.roster import RosterImports
from shared.clock import utc_now
from shared.freshness import Freshness
from shared.metrics import Metrics
from shared.privacy.blind import BlindIndex
from shared.privacy.sealing import Sealer


@dataclass(frozen=True)
class Office:
    """One service's rooms, as its endpoints enter them.

    Attributes:
        membership: carries out commands.
        people: carries out those that bring personal data.
        imports: takes rosters in.
        engine: of the read models.
        freshness: how far the read models are, and waiting for them.
        sealer: opens personal data that is then shown masked.
        blind: the tokens people are searched by.
        result_files: the importers' result files, for a while.
        metrics: where commands are counted.
        now: the clock.
    """

    membership: Membership
    people: People
    imports: RosterImports
    engine: Engine
    freshness: Freshness
    sealer: Sealer
    blind: BlindIndex
    result_files: ResultFiles
    metrics: Metrics
    now: Callable[[], datetime] = utc_now


def use_office(app: FastAPI, office: Office) -> None:
    """Let this application's endpoints work in ``office``."""
    app.state.office = office


def office_of(request: Request) -> Office:
    """Dependency: the office of the application that was asked."""
    found: Office = request.app.state.office
    return found
