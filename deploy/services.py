"""Every service there is: a new one joins the embedded run, `make up`, compose and the docs with a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.migrations import LENDING, SERVICE, VIEWS_ONLY
from services.membership.main import PROGRAM as MEMBERSHIP
from services.petitions.main import PROGRAM as PETITIONS
from services.reporting.main import PROGRAM as REPORTING
from services.resources.main import PROGRAM as RESOURCES
from shared.contracts import membership, petitions, public, resources
from shared.process import Program


@dataclass(frozen=True)
class Deployed:
    """A service as it is deployed.

    Attributes:
        program: how it runs.
        schemas: what its database needs.
        topics: what it publishes to.
    """

    program: Program
    schemas: Sequence[str]
    topics: Sequence[str] = ()

    @property
    def name(self) -> str:
        return self.program.name


SERVICES: Mapping[str, Deployed] = {
    one.name: one
    for one in (
        Deployed(MEMBERSHIP, SERVICE, (membership.TOPIC, public.membership.DISCLOSURE.topic)),
        Deployed(PETITIONS, SERVICE, (petitions.TOPIC, public.petitions.DISCLOSURE.topic)),
        Deployed(RESOURCES, LENDING, (resources.TOPIC, public.resources.DISCLOSURE.topic)),
        Deployed(REPORTING, VIEWS_ONLY),
    )
}
