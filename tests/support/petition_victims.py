"""What is killed: the parts of the petitions service, as it runs them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.petitions.application import Petitions
from services.petitions.application.files import Files
from services.petitions.consumers import divisions
from services.petitions.consumers.divisions import Divisions
from services.petitions.outgoing import PUBLICATION
from services.petitions.policies import forgetting
from services.petitions.policies.forgetting import Forgetting
from services.petitions.projections import promises
from services.petitions.projections.appeals import project as appeals
from services.petitions.projections.likeness import project as likeness
from shared.contracts.membership import TOPIC as MEMBERSHIP
from shared.database import open_pool
from shared.messaging.embedded import STORED, EmbeddedPublisher, EmbeddedSource
from shared.messaging.relay import Relay
from shared.policies.reaction import Reaction
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.signals import Signals
from shared.subscription.projector import Projector
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view
from tests.support.office import NumberedLog
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.policy_victims import PolicyStore
from tests.support.victims import Faults, WatchedPublisher, follow, opened

NOW = datetime(2025, 6, 10, tzinfo=UTC)
"""What the clock of all victims says."""
KEYS = KeyEncryption({"k": b"k" * 32}, "k")


def supervise(url: str, faults: Faults) -> None:
    """Take every step that is due."""
    instance = Instance(url, SimulatedClock(NOW), PolicyStore(faults, open_pool(url)))
    faults.watch(instance.engine)
    for _ in instance.supervision.acts():
        pass


def enter_divisions(url: str, faults: Faults) -> None:
    """Take divisions over from membership's messages."""
    reacting = Divisions(Petitions(PolicyStore(faults, open_pool(url))), lambda: NOW)
    topic = EmbeddedSource(open_pool(url), Signals(url, (STORED,)), MEMBERSHIP)
    engine = opened(url, faults)
    follow(faults, topic, Reaction(engine, divisions.NAME, reacting.react))


def forget(url: str, faults: Faults, *, folder: str) -> None:
    """Destroy the keys and the files of the forgotten."""
    engine = opened(url, faults)
    log = NumberedLog(open_pool(url))
    drop_old = Rebuild(engine, likeness.PROJECTION, (log,)).drop_old
    forgetter = Forgetting(PostgresKeyRing(engine, KEYS), Files(Path(folder)), drop_old)
    follow(faults, log, Reaction(engine, forgetting.NAME, forgetter.react))


def relay(url: str, faults: Faults) -> None:
    """From the log to the topic."""
    publisher = WatchedPublisher(faults, EmbeddedPublisher(open_pool(url)))
    handler = Relay(opened(url, faults), "petitions.relay", PUBLICATION, publisher)
    follow(faults, NumberedLog(open_pool(url)), handler)


def project_appeals(url: str, faults: Faults) -> None:
    _project(url, faults, appeals.PROJECTION)


def project_promises(url: str, faults: Faults) -> None:
    _project(url, faults, promises.PROJECTION)


def _project(url: str, faults: Faults, projection: Any) -> None:
    engine = opened(url, faults)
    ensure_view(engine, projection)
    follow(faults, NumberedLog(open_pool(url)), Projector(engine, projection))


ROLES: dict[str, Callable[..., None]] = {
    "petitions.supervision": supervise,
    "petitions.divisions": enter_divisions,
    "petitions.forgetting": forget,
    "petitions.relay": relay,
    "petitions.appeals": project_appeals,
    "petitions.promises": project_promises,
}
