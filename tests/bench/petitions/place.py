"""Where the bench takes place: a database that is kept from one size to the next, and the service on it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.local.home import Home
from services.petitions.application import Petitions
from services.petitions.program import PROGRAM
from shared.clock import utc_now
from shared.database import open_engine, open_pool
from shared.event_store.postgres import PostgresEventStore
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.local_keys import ensure_local_keys
from tests.bench.petitions import district, filling
from tests.bench.served import Served, stand_at_the_end
from tests.bench.taking_up import take_up

ROLES = ("api", "api", "projector", "relay", "policies")
BEHIND = ("petitions.relay", "petitions.forgetting")


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
            with self.served.composed() as service:
                take_up(service.views, tell)
            stand_at_the_end(engine, BEHIND, store.head())
        engine.dispose()
        self._note.write_text(json.dumps({"appeals": appeals}))
        self.served.settled()

    @property
    def served(self) -> Served:
        """The service on it."""
        return Served(PROGRAM, self.url, self.home)

    @property
    def _note(self) -> Path:
        return self.home.folder / "filled.json"
