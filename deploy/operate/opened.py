"""What a command works on: the services, each with its database and its views, and the Kafka cluster."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from deploy.operate.answers import Refused
from deploy.operate.where import Where
from deploy.services import SERVICES
from shared.clock import utc_now
from shared.database import Pool, open_engine, open_observing_pool
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.messaging import chosen
from shared.messaging.feed import Topic
from shared.service import Service
from shared.signals import Signals
from shared.subscription.healing import Healing
from shared.subscription.keeping import View, Views
from shared.subscription.standing import Ends, Measured, Observer, Standing

_CLIENT = "operators"
_HAS_LOG = "select to_regclass('event_log.numbering') is not null"


@dataclass(frozen=True)
class Opened:
    """One service, as its operators see it: nothing of it runs here.

    Attributes:
        name: `membership`.
        views: its read models, by name.
        healings: who sets entries aside: views first, then those that react, by name.
        engine: of its database.
        observing: one connection to look with.
        has_log: whether it has an event log of its own.
        topics: what others publish that it reads, by name.
        sources: what its subscriptions read.
        followed: the names of its subscriptions in this release.
    """

    name: str
    views: Views
    healings: Mapping[str, Callable[[], Healing[Any]]]
    engine: Engine
    observing: Pool
    has_log: bool
    topics: Mapping[str, Topic]
    sources: Sequence[Measured | Ends]
    followed: Collection[str]

    @property
    def observer(self) -> Observer:
        return Observer(self.observing, self.sources, self.followed)

    def standings(self) -> Sequence[Standing]:
        """Where each of its subscriptions stands, with the true age of what waits there longest.

        A process that runs knows since when it has seen something waiting. We look but once, so where a
        source cannot tell its entries' age the first that waits is read.
        """
        return [self._dated(one) for one in self.observer.look().whole().standings]

    def _dated(self, one: Standing) -> Standing:
        topic = self.topics.get(one.source.rpartition("/")[0])
        if not one.lag_events or topic is None:
            return one
        [part] = [part for part in topic.sources() if part.name == one.source]
        [waiting] = part.read(one.position, 1)
        age = (utc_now() - waiting.recorded_at).total_seconds()
        return one._replace(lag_seconds=max(age, 0.0))

    def head(self, source: str) -> int:
        """The newest position of one of its sources. Raises `Refused` for one it does not read."""
        for one in self.sources:
            heads = one.heads() if isinstance(one, Ends) else {one.name: one.head()}
            if source in heads:
                return heads[source]
        raise Refused(f"{self.name} reads no source {source}: see `offsets show`")

    def mending(self) -> list[Healing[Any]]:
        """What each has set aside, in the order in which that is to be retried."""
        return [healing() for healing in self.healings.values()]

    def view(self, name: str) -> View:
        """A view by its name, with or without the service's before it."""
        for known in (name, f"{self.name}.{name}"):
            if known in self.views:
                return self.views[known]
        raise Refused(f"{self.name} has no view {name}; it has {', '.join(self.views)}")


@contextmanager
def opened_at(where: Where, names: Sequence[str] = ()) -> Iterator[list[Opened]]:
    """These services of a deployment, or all that it tells of."""
    with ExitStack() as opening:
        found = []
        for name in names or where.known():
            settings = where.settings(name)
            backbone = opening.enter_context(chosen.opened(settings, _CLIENT))
            service = SERVICES[name].program.compose(settings, backbone)
            found.append(opening.enter_context(opened(service, settings.database_url)))
        yield found


@contextmanager
def opened(service: Service, url: str) -> Iterator[Opened]:
    """A composed service, not started, as its operators see it."""
    with ExitStack() as closing:
        for close in service.closing:
            closing.callback(close)
        engine = open_engine(url, size=4)
        closing.callback(engine.dispose)
        observing = closing.enter_context(open_observing_pool(url))
        has_log = _has_log(observing)
        sources = list(_ends(service.topics.values()))
        if has_log:
            sources.append(LogSource(PostgresEventStore(observing), Signals(url, ("unheard",))))
        yield Opened(
            service.name,
            service.views,
            service.healings,
            engine,
            observing,
            has_log,
            service.topics,
            sources,
            service.followed,
        )


def _ends(topics: Iterable[Topic]) -> Iterator[Measured | Ends]:
    for topic in topics:
        parts = topic.sources()
        if isinstance(parts, Ends):
            yield parts
        else:
            yield from parts


def _has_log(pool: Pool) -> bool:
    with pool.connection() as connection:
        row = connection.execute(_HAS_LOG).fetchone()
    return bool(row and row[0])
