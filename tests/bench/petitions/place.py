"""Where the bench takes place: a database that is kept from one size to the next, and the service on it.

The service runs as it does in a city: each role a process of its own, told by its environment.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import free_ports
from services.petitions.application import Petitions
from services.petitions.main import PROGRAM
from shared.access.demo import AUDIENCE, ISSUER
from shared.access.key_file import local_signing_key
from shared.access.tokens import issue
from shared.clock import utc_now
from shared.database import open_engine, open_pool
from shared.event_store.postgres import PostgresEventStore
from shared.messaging.chosen import embedded
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.local_keys import ensure_local_keys
from shared.service import Service
from tests.bench.petitions import district, filling

ROLES = ("api", "api", "projector", "relay", "policies")
BEHIND = ("petitions.relay", "petitions.forgetting")
_READY_SECONDS = 60.0


@dataclass(frozen=True)
class Place:
    """A database with the service's schemas, and a folder for keys and logs."""

    url: str
    home: Home

    @property
    def filled(self) -> int:
        """How many appeals were put in."""
        return int(json.loads(self._note.read_text())["appeals"]) if self._note.exists() else 0

    def grow(self, appeals: int, tell: Callable[[str], None]) -> None:
        """Put appeals in until there are so many, and bring every view to the end of the log."""
        now, keys = utc_now(), ensure_local_keys(self.home.privacy_keys)
        engine = open_engine(self.url)
        with open_pool(self.url) as pool:
            store = PostgresEventStore(pool)
            district.settle(Petitions(store), now)
            filler = filling.Filler(pool, engine, KeyEncryption.from_text(keys.key_encryption_keys))
            events = filler.fill(self.filled, appeals, now)
            seconds = (utc_now() - now).total_seconds()
            tell(f"filled to {appeals:,}: {events:,} events, {events / seconds:,.0f} events/s")
            with self._composed() as service:
                filling.catch_up(service.views, tell)
            filling.stand_at_the_end(engine, BEHIND, store.head())
        engine.dispose()
        self._note.write_text(json.dumps({"appeals": appeals}))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")

    @contextmanager
    def serving(self) -> Iterator[Sequence[str]]:
        """The service, from when it is ready; answers the addresses of its front."""
        environment = self._environment()
        ports = free_ports(len(ROLES))
        planned = [Part("petitions", role, n, ports[n - 1]) for n, role in enumerate(ROLES, 1)]
        parts = [part.launch(environment, self.home.logs) for part in planned]
        try:
            for part in parts:
                part.wait(_READY_SECONDS)
            yield [part.address for part in parts if part.role == "api"]
        finally:
            for part in parts:
                if part.started:
                    part.started.terminate()
            for part in parts:
                part.stop()

    def _environment(self) -> dict[str, str]:
        told = self.home.environment(PROGRAM, self.url)
        return {**told, "PETITIONS_BACKBONE_URL": self.url, "PETITIONS_LOG_LEVEL": "WARNING"}

    @contextmanager
    def _composed(self) -> Iterator[Service]:
        """The service, not started: its views as it makes them."""
        with embedded(self.url) as backbone:
            service: Service = PROGRAM.compose(PROGRAM.read(self._environment()), backbone)
            yield service
            for close in service.closing:
                close()

    def token(self, role: str, organisation: str) -> str:
        """A token of somebody who holds the role there."""
        now = utc_now()
        claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + timedelta(hours=12)}
        grants = [{"role": role, "organisation": organisation}]
        own = {"sub": f"{role}-{organisation}", "grants": grants}
        return issue({**claims, **own}, local_signing_key(self.home.token_keys))

    @property
    def _note(self) -> Path:
        return self.home.folder / "filled.json"
