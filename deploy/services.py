"""Every service there is: a new one joins the embedded run, `make up`, migrations and the docs with a line; compose by hand (ADR 0024)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from deploy.migrations import LENDING, SERVICE, VIEWS_ONLY
from services.membership.program import PROGRAM as MEMBERSHIP
from services.petitions.program import PROGRAM as PETITIONS
from services.reporting.program import PROGRAM as REPORTING
from services.resources.program import PROGRAM as RESOURCES
from shared.program import Program
from shared.settings import Role

if TYPE_CHECKING:
    from shared.messaging.public import PublicTelling


@dataclass(frozen=True)
class Deployed:
    """A service as it is deployed.

    Attributes:
        program: how it runs.
        schemas: what its database needs.
        tells: what it tells, by the module that says it, and is imported when that is asked for; empty: nothing.
        bureaus: whether it tells bureaus, too.
    """

    program: Program
    schemas: Sequence[str]
    tells: str = ""
    bureaus: bool = False

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def topic(self) -> str:
        """What it tells other services on; empty: nothing."""
        return str(self._outgoing.PUBLICATION.topic) if self.tells else ""

    @property
    def public(self) -> "PublicTelling | None":
        """What it tells bureaus; None: nothing."""
        telling: PublicTelling | None = self._outgoing.PUBLIC if self.bureaus else None
        return telling

    @property
    def topics(self) -> Sequence[str]:
        """What it publishes to."""
        return [self.topic, self.public.topic] if self.public else [self.topic] * bool(self.topic)

    @property
    def _outgoing(self) -> Any:
        return import_module(self.tells)


STANDING_BY: Sequence[Role] = ("relay",)
"""Roles in which one process works, and another stands by wherever a city runs: without it others hear nothing."""

SERVICES: Mapping[str, Deployed] = {
    one.name: one
    for one in (
        Deployed(MEMBERSHIP, SERVICE, "services.membership.outgoing", bureaus=True),
        Deployed(PETITIONS, SERVICE, "services.petitions.outgoing", bureaus=True),
        Deployed(RESOURCES, LENDING, "services.resources.outgoing", bureaus=True),
        Deployed(REPORTING, VIEWS_ONLY),
    )
}
BUREAUS: Sequence[str] = tuple(one.name for one in SERVICES.values() if one.bureaus)
"""Those that tell bureaus."""
