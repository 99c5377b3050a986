"""What is killed: the rebuild of a service's view while others write."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Engine, event, text

from services.membership.views import views_of as views_of_membership
from services.reporting.views import views_of as views_of_reporting
from shared.clock import monotonic_seconds
from shared.database import open_engine, open_pool
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.messaging.embedded import EmbeddedBackbone
from shared.privacy.blind import BlindIndex
from shared.privacy.key_encryption import KeyEncryption, key_from_base64
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.signals import Signals
from shared.subscription import rebuild
from shared.subscription.keeping import View, Views
from shared.subscription.rebuilds import NEXT
from tests.support.running_membership import KEY
from tests.support.victims import Faults

VIEWS = ("membership.members", "reporting.statistics", "reporting.roster")
"""One of the own log, one of a topic that is read in bundles, one of two topics."""
HOLDS_BACK = "pg_advisory_lock("
"""The live projector is about to wait: the copy is full but for what was written meanwhile."""
SQL_STEPS = ("create table", HOLDS_BACK, "insert into subscription.views")
_AT_ONCE = 40
_BEHIND = text(
    "select from subscription.checkpoints live join subscription.checkpoints next using (source)"
    " where (live.subscription, next.subscription) = (:view, :next)"
    " and live.position > next.position"
)
_PATIENCE = 60.0


def rebuild_under_writes(view: str, url: str, faults: Faults) -> None:
    """Rebuild it as an operator does, in small batches; at least one of them was written meanwhile."""
    rebuild.BATCH = rebuild.BUNDLE = _AT_ONCE
    engine, looking = open_engine(url), open_engine(url)
    phase = "pre-fill"

    @event.listens_for(engine, "before_cursor_execute")
    def _before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal phase
        if HOLDS_BACK in statement:
            _wait_until_behind(looking, view)
            phase = "catch-up"

    faults.watch(engine, SQL_STEPS)
    _views(url, engine)[view].rebuild().run(progress=lambda _done, _all: faults.reach(phase))
    faults.reach("switched")


def _wait_until_behind(engine: Engine, view: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = monotonic_seconds() + _PATIENCE
        while connection.execute(_BEHIND, {"view": view, "next": f"{view}{NEXT}"}).first() is None:
            assert monotonic_seconds() < until, "nobody writes"


def _views(url: str, engine: Engine) -> Views:
    pool, signals = open_pool(url), Signals(url, ())
    log = LogSource(PostgresEventStore(pool), signals)
    sealer = Sealer(PostgresKeyRing(engine, KeyEncryption.from_text(f"test:{KEY}")))
    found: dict[str, View] = dict(views_of_reporting(engine, EmbeddedBackbone(pool, signals)))
    return found | dict(views_of_membership(engine, log, sealer, BlindIndex(key_from_base64(KEY))))


ROLES: dict[str, Callable[..., None]] = {
    f"rebuild of {view}": partial(rebuild_under_writes, view) for view in VIEWS
}
