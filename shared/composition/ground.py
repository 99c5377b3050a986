"""What a service stands on, in every role."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Engine

from shared.database import EngineLoans, Pool, open_engine, open_observing_pool, open_pool
from shared.deciding import Outcome
from shared.event_store import EventStore
from shared.event_store.counted import CountedStore
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource, PostgresEventStore
from shared.freshness import Freshness
from shared.http.counting import outcome_of
from shared.metrics import Metrics
from shared.metrics.at_scrape import Lending
from shared.privacy.free_text import NamesOf, screen
from shared.settings import ServiceSettings
from shared.signals import Bell, Signals
from shared.subscription.checkpoints import BY_HAND
from shared.subscription.reaching import VIEWS_MOVED

_RING_REST_SECONDS = 0.002
Now = Callable[[], datetime]
A = TypeVar("A")


@dataclass(frozen=True)
class Ground:
    """What a service stands on that only keeps views.

    Attributes:
        name: of the service, `membership`.
        settings: how this process is to run.
        now: the clock.
        metrics: where it counts.
        engine: of its views.
        observing: for health and metrics alone.
        signals: wakes who waits for events or views, and tells that a person has decided something about a subscription.
        moved: rung when a view has moved on.
    """

    name: str
    settings: ServiceSettings
    now: Now
    metrics: Metrics
    engine: Engine
    observing: Pool
    signals: Signals
    moved: Bell

    @property
    def pools(self) -> dict[str, Lending]:
        """The database pools, by purpose."""
        return {"views": EngineLoans(self.engine)}

    def close(self) -> None:
        self.moved.stop()
        self.observing.close()
        self.engine.dispose()


@dataclass(frozen=True)
class House(Ground):
    """What a service stands on that has a log of its own.

    Attributes:
        pool: of the log.
        appended: rung when something was appended.
        store: the log, to append to; appends are counted.
        log: the log, to follow.
    """

    pool: Pool
    appended: Bell
    store: EventStore
    log: LogSource

    @property
    def freshness(self) -> Freshness:
        """How far the views are, and waiting for them."""
        return Freshness(self.engine, self.store, self.signals, self.settings.read_after_seconds)

    def counting(self, abilities: A) -> A:
        """The same abilities for who acts by himself: the commands he carries out are counted.

        What people send is counted where they are answered (`shared.http.asking`).
        """
        own: Any = copy(abilities)
        own.commands = own.commands.counting(self._count)
        return cast("A", own)

    def screening(self, abilities: A, names_of: NamesOf) -> A:
        """The same abilities for what people send: free text that tells who somebody is is refused.

        Args:
            abilities: the service's; they have `commands`.
            names_of: the names of the persons a command concerns, as far as the service knows them.
        """
        own: Any = copy(abilities)
        own.commands = own.commands.screening(lambda command: screen(command, names_of))
        return cast("A", own)

    def _count(self, kind: str, answer: Outcome | Exception) -> None:
        self.metrics.commands.labels(kind, outcome_of(answer)).inc()

    @property
    def pools(self) -> dict[str, Lending]:
        return {"log": self.pool, "views": EngineLoans(self.engine)}

    def close(self) -> None:
        self.appended.stop()
        self.pool.close()
        super().close()


def ground_of(name: str, settings: ServiceSettings, now: Now) -> Ground:
    """Without a log: for a service that makes its views of other services' messages only."""
    return _ground(name, settings, now, VIEWS_MOVED)


def house_of(name: str, settings: ServiceSettings, now: Now) -> House:
    """With a log, in the settings' database."""
    log = (APPENDED, NUMBERED) if settings.follows_log else ()
    ground = _ground(name, settings, now, *log, VIEWS_MOVED)
    url, metrics = settings.database_url, ground.metrics
    pool = open_pool(url, size=settings.connections)
    appended = Bell(url, APPENDED, rest=_RING_REST_SECONDS)
    store = PostgresEventStore(pool, appended)
    return House(
        **{one.name: getattr(ground, one.name) for one in fields(Ground)},
        pool=pool,
        appended=appended,
        store=CountedStore(store, metrics.appended, metrics.conflicts),
        log=LogSource(store, ground.signals),
    )


def _ground(name: str, settings: ServiceSettings, now: Now, *channels: str) -> Ground:
    url = settings.database_url
    return Ground(
        name=name,
        settings=settings,
        now=now,
        metrics=Metrics(name),
        engine=open_engine(url, size=settings.connections),
        observing=open_observing_pool(url),
        signals=Signals(url, (*channels, BY_HAND)),
        moved=Bell(url, VIEWS_MOVED, rest=_RING_REST_SECONDS),
    )
