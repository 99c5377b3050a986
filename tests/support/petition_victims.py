"""What is killed: the parts of the petitions service, as it runs them."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from services.petitions.application import Petitions
from services.petitions.application.files import Files
from services.petitions.consumers import divisions, needs
from services.petitions.consumers.divisions import Divisions
from services.petitions.consumers.needs import NeedOutcomes
from services.petitions.outgoing import PUBLICATION
from services.petitions.policies import forgetting
from services.petitions.policies.forgetting import Forgetting
from services.petitions.projections.likeness import project as likeness
from services.petitions.projections.likeness.sketching import Sketching
from services.petitions.projections.needs import PROJECTION as NEEDS
from services.petitions.views import PROJECTIONS, views_of
from shared.contracts.membership import TOPIC as MEMBERSHIP
from shared.contracts.resources import TOPIC as RESOURCES
from shared.database import Pool, open_pool
from shared.event_store.postgres import PostgresEventStore
from shared.freshness import Freshness
from shared.messaging.embedded import STORED, EmbeddedPublisher, EmbeddedSource
from shared.messaging.relay import Relay
from shared.policies.mending import ReactionCure
from shared.policies.reaction import Reaction
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.signals import Signals
from shared.subscription.healing import Healing
from shared.subscription.keeping import Views
from shared.subscription.projector import Projector
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view
from tests.support.office import NumberedLog, handle_all
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.policy_victims import PolicyStore
from tests.support.victims import Faults, WatchedPublisher, follow, opened

NOW = datetime(2025, 6, 10, tzinfo=UTC)
"""What the clock of all victims says."""
KEYS = KeyEncryption({"k": b"k" * 32}, "k")
SKETCHING = Sketching(b"s" * 32)


def supervise(url: str, faults: Faults) -> None:
    """Take every step that is due."""
    instance = Instance(url, SimulatedClock(NOW), PolicyStore(faults, open_pool(url)))
    faults.watch(instance.engine)
    for act in instance.supervision.acts():
        act()


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
    drop_copies = Rebuild(engine, likeness.PROJECTION, (log,)).drop_copies
    forgetter = Forgetting(PostgresKeyRing(engine, KEYS), Files(Path(folder)), drop_copies)
    follow(faults, log, Reaction(engine, forgetting.NAME, forgetter.react))


def relay(url: str, faults: Faults) -> None:
    """From the log to the topic."""
    publisher = WatchedPublisher(faults, EmbeddedPublisher(open_pool(url)))
    handler = Relay(opened(url, faults), "petitions.relay", PUBLICATION, publisher)
    follow(faults, NumberedLog(open_pool(url)), handler)


def hear_outcomes(url: str, faults: Faults) -> None:
    """Take down what resources tells of needs."""
    engine, reacting, topic = _outcomes(url, faults)
    follow(faults, topic, Reaction(engine, needs.NAME, reacting.react))


def mend_outcomes(url: str, faults: Faults) -> None:
    """Leave out what cannot be read of that, unless it is left out already, and act upon what waits behind it."""
    engine, reacting, topic = _outcomes(url, faults)
    faults.handling = True
    healing = Healing(ReactionCure(engine, needs.NAME, reacting.react, needs.read), [topic])
    for letter in healing.listed():
        if letter.type == "unreadable":
            healing.discard(letter.id, "no message")
    healing.retry_all()


def _outcomes(url: str, faults: Faults) -> tuple[Engine, NeedOutcomes, EmbeddedSource]:
    """The view of needs shows all there are."""
    engine, pool = opened(url, faults), open_pool(url)
    ensure_view(engine, NEEDS)
    with closing(Projector(engine, NEEDS)) as projector:
        handle_all(projector, NumberedLog(pool))
    fresh = Freshness(engine, PostgresEventStore(pool), Signals(url, ()))
    reacting = NeedOutcomes(engine, fresh, Petitions(PolicyStore(faults, pool)), lambda: NOW)
    return engine, reacting, EmbeddedSource(open_pool(url), Signals(url, (STORED,)), RESOURCES)


def views(pool: Pool, engine: Engine) -> Views:
    """The service's views on this database, for whoever numbers its log."""
    ring = PostgresKeyRing(engine, KEYS)
    return views_of(engine, NumberedLog(pool), Sealer(ring), SKETCHING)


def _project(view: str, url: str, faults: Faults) -> None:
    engine = opened(url, faults)
    found = views(open_pool(url), engine)[view]
    ensure_view(engine, found.projection)
    [source] = found.feed.sources()
    follow(faults, source, Projector(engine, found.projection))


ROLES: dict[str, Callable[..., None]] = {
    "petitions.supervision": supervise,
    "petitions.divisions": enter_divisions,
    "petitions.forgetting": forget,
    "petitions.relay": relay,
    "petitions.outcomes": hear_outcomes,
    "petitions.outcomes mended": mend_outcomes,
    **{view.name: partial(_project, view.name) for view in PROJECTIONS},
}
