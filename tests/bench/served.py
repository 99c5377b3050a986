"""A service as it runs in a city: each role a process of its own, told by its environment."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
from sqlalchemy import Engine

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import free_ports
from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.key_file import local_signing_key
from shared.access.tokens import issue
from shared.clock import utc_now
from shared.messaging.chosen import embedded
from shared.program import Program
from shared.service import Service
from shared.subscription import checkpoints

_READY_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A service on one database, the embedded backbone in the same.

    Attributes:
        program: the service.
        url: of its database, which has its schemas.
        home: folder of its keys and logs.
        told: what else it is told; fields of its settings in capitals.
    """

    program: Program
    url: str
    home: Home
    told: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def serving(self, roles: Sequence[str]) -> Iterator[Sequence[Part]]:
        """A process for each of the roles, from when all are ready; a role may come several times."""
        environment, ports = self._environment(), free_ports(len(roles))
        name = self.program.name
        planned = [Part(name, role, n, ports[n - 1]) for n, role in enumerate(roles, 1)]
        parts = [part.launch(environment, self.home.logs) for part in planned]
        try:
            for part in parts:
                part.wait(_READY_SECONDS)
            yield parts
        finally:
            for part in parts:
                if part.started:
                    part.started.terminate()
            for part in parts:
                part.stop()

    @contextmanager
    def composed(self) -> Iterator[Service]:
        """The service, not started: its views as it makes them."""
        with embedded(self.url) as backbone:
            service: Service = self.program.compose(
                self.program.read(self._environment()), backbone
            )
            yield service
            for close in service.closing:
                close()

    def settled(self) -> None:
        """What was filled in is known to the planner and written to the disk before anybody measures."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")

    def _environment(self) -> dict[str, str]:
        known = {"BACKBONE_URL": self.url, "LOG_LEVEL": "WARNING", **self.told}
        told = {self.program.prefix + name: value for name, value in known.items()}
        return {**self.home.environment(self.program, self.url), **told}


def addresses(parts: Sequence[Part]) -> Sequence[str]:
    """Of those who answer requests."""
    return [part.address for part in parts if part.role == "api"]


def token(home: Home, role: str, organisation: str) -> str:
    """A token of somebody who holds the role there."""
    now = utc_now()
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + timedelta(hours=12)}
    grants = [{"role": role, "organisation": organisation}]
    own = {"sub": f"{role}-{organisation}", "grants": grants}
    return issue({**claims, **own}, local_signing_key(home.token_keys))


def stand_at_the_end(engine: Engine, names: Sequence[str], position: int) -> None:
    """Let relays and policies begin behind what was filled in: they are done with it for years."""
    with engine.begin() as connection:
        for name in names:
            before = checkpoints.ensure(connection, name, "log")
            to = checkpoints.Checkpoint(position, position, before.recorded_at)
            checkpoints.move(connection, name, "log", before.position, to)
