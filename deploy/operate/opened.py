"""What a command works on: the services, each with its database and its views, and the Kafka cluster."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from deploy.operate.answers import Refused
from shared.database import Pool, open_engine, open_observing_pool
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.service import Service
from shared.signals import Signals
from shared.subscription.keeping import View, Views
from shared.subscription.standing import Ends, Measured, Observer

_HAS_LOG = "select to_regclass('event_log.numbering') is not null"


@dataclass(frozen=True)
class Opened:
    """One service, as its operators see it: nothing of it runs here.

    Attributes:
        name: `membership`.
        views: its read models, by name.
        engine: of its database.
        observing: one connection to look with.
        has_log: whether it has an event log of its own.
        sources: what its subscriptions read.
    """

    name: str
    views: Views
    engine: Engine
    observing: Pool
    has_log: bool
    sources: Sequence[Measured | Ends]

    @property
    def observer(self) -> Observer:
        return Observer(self.observing, self.sources)

    def head(self, source: str) -> int:
        """The newest position of one of its sources. Raises `Refused` for one it does not read."""
        for one in self.sources:
            heads = one.heads() if isinstance(one, Ends) else {one.name: one.head()}
            if source in heads:
                return heads[source]
        raise Refused(f"{self.name} reads no source {source}: see `offsets show`")

    def view(self, name: str) -> View:
        """A view by its name, with or without the service's before it."""
        for known in (name, f"{self.name}.{name}"):
            if known in self.views:
                return self.views[known]
        raise Refused(f"{self.name} has no view {name}; it has {', '.join(self.views)}")


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
        sources = list(_topics(service.views))
        if has_log:
            sources.append(LogSource(PostgresEventStore(observing), Signals(url, ("unheard",))))
        yield Opened(service.name, service.views, engine, observing, has_log, sources)


def _topics(views: Mapping[str, View]) -> Iterator[Measured | Ends]:
    topics = {topic.name: topic for view in views.values() for topic in view.feed.topics}
    for topic in topics.values():
        parts = topic.sources()
        if isinstance(parts, Ends):
            yield parts
        else:
            yield from parts


def _has_log(pool: Pool) -> bool:
    with pool.connection() as connection:
        row = connection.execute(_HAS_LOG).fetchone()
    return bool(row and row[0])
