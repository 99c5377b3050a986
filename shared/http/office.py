"""What stands behind the endpoints of one application."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from fastapi import FastAPI, Request
from sqlalchemy import Engine

from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.commands import Commands
from shared.freshness import Freshness
from shared.metrics import Metrics


class Office(Protocol):
    """What every service's office has, as `shared.http.asking` and `looking` enter it.

    Attributes:
        commands: carries commands out.
        engine: of the read models.
        freshness: how far the read models are, and waiting for them.
        metrics: where commands are counted; it knows the service's name.
        now: the clock.
    """

    @property
    def commands(self) -> Commands[Any]: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def freshness(self) -> Freshness: ...
    @property
    def metrics(self) -> Metrics: ...
    @property
    def now(self) -> Callable[[], datetime]: ...
    def reach(self, caller: Principal) -> Reach:
        """How far somebody reaches, on the tree as it stands now."""


def use_office(app: FastAPI, office: Office) -> None:
    """Let this application's endpoints work in ``office``."""
    app.state.office = office


def office_of(request: Request) -> Any:
    """The office of the application that was asked."""
    return request.app.state.office
