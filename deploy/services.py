"""Every service there is: a new one joins the embedded run, `make up`, migrations and the docs with a line; compose by hand (ADR 0024)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.migrations import LENDING, SERVICE, VIEWS_ONLY
from shared.collector import resting

with resting():
    from services.membership import outgoing as membership
    from services.membership.main import PROGRAM as MEMBERSHIP
    from services.petitions import outgoing as petitions
    from services.petitions.main import PROGRAM as PETITIONS
    from services.reporting.main import PROGRAM as REPORTING
    from services.resources import outgoing as resources
    from services.resources.main import PROGRAM as RESOURCES
    from shared.messaging.public import PublicTelling
    from shared.process import Program
    from shared.settings import Role


@dataclass(frozen=True)
class Deployed:
    """A service as it is deployed.

    Attributes:
        program: how it runs.
        schemas: what its database needs.
        topic: what it tells other services on; empty: nothing.
        public: what it tells bureaus; None: nothing.
    """

    program: Program
    schemas: Sequence[str]
    topic: str = ""
    public: PublicTelling | None = None

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def topics(self) -> Sequence[str]:
        """What it publishes to."""
        return [self.topic, self.public.topic] if self.public else [self.topic] * bool(self.topic)


STANDING_BY: Sequence[Role] = ("relay",)
"""Roles in which one process works, and another stands by wherever a city runs: without it others hear nothing."""

SERVICES: Mapping[str, Deployed] = {
    one.name: one
    for one in (
        Deployed(MEMBERSHIP, SERVICE, membership.PUBLICATION.topic, membership.PUBLIC),
        Deployed(PETITIONS, SERVICE, petitions.PUBLICATION.topic, petitions.PUBLIC),
        Deployed(RESOURCES, LENDING, resources.PUBLICATION.topic, resources.PUBLIC),
        Deployed(REPORTING, VIEWS_ONLY),
    )
}
