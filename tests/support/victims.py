"""What is killed: clerks at a desk, a relay, a projector, a rebuild, with the parts a service runs."""

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, event

from shared.database import Pool, open_engine, open_pool
from shared.deciding import Desk
from shared.event_store import NOTHING, Act
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource, PostgresEventStore
from shared.messaging.embedded import STORED, EmbeddedPublisher, EmbeddedSource
from shared.messaging.promise import OutgoingMessage, Publisher
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription import rebuild
from shared.subscription.abreast import abreast as led_abreast
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Handler, Source
from tests.support.counting import Counting, count
from tests.support.sample import TOPIC, Sample, SampleTelling
from tests.support.several_views import views

BATCH = 4
CLERKS, COMMANDS = 8, 12


class Faults:
    """Kills the process it lives in, or stops it, at the ``count``-th time that ``step`` is reached."""

    def __init__(self, step: str, count: int, how: int = signal.SIGKILL) -> None:
        self._step, self._left, self._how = step, count, how
        self.handling = False

    def reach(self, step: str) -> None:
        if self._step not in {step, "any"}:
            return
        self._left -= 1
        if self._left == 0:
            # The process's other threads are stopped with this one; told by `os.kill`, this one might go on a little.
            signal.pthread_kill(threading.get_ident(), self._how)

    def watch(self, engine: Engine, steps: Sequence[str] = ()) -> None:
        """Every statement and every commit is a step; the statement's own words name it.

        ``steps`` are words that do so beside the usual ones.
        """
        named = (*steps, *SQL_STEPS)

        @event.listens_for(engine, "before_cursor_execute")
        def _before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.reach(next((s for s in named if s in statement.lower()), "statement"))

        @event.listens_for(engine, "commit")
        def _commit(_connection: Any) -> None:
            if self.handling:
                self.reach("before commit")


SQL_STEPS = (
    "update subscription.checkpoints",
    "create index",
    "except all",
    "rename to",
    "insert into subscription.dead_letters",
    "delete from subscription.dead_letters",
)
CLERK_STEPS = ("before append", "after append")
RELAY_STEPS = ("before read", "after read", "before publish", "after publish")
HANDLER_STEPS = ("update subscription.checkpoints", "before commit", "after commit")
ASIDE_STEPS = (
    "insert into subscription.dead_letters",
    "update subscription.checkpoints",
    "before commit",
)
"""Of a handler that sets something aside."""
MENDING_STEPS = ("delete from subscription.dead_letters", "before commit")
"""Of who acts upon it after all, and ends its waiting."""
SAVING_STEPS = ("update subscription.checkpoints", "after commit")
"""Of a handler that has done its work and saves its checkpoint: that is one statement."""


class WatchedSource:
    """Tells the faults of each step, and ends the loop when everything is handled."""

    def __init__(self, faults: Faults, source: Source[Any]) -> None:
        self.name = source.name
        self._faults, self._source = faults, source
        self.done: Callable[[], None] = lambda: None
        self.head, self.seen, self.wake = source.head, source.seen, source.wake

    def read(self, after: int, limit: int) -> Sequence[Any]:
        self._faults.reach("before read")
        found = self._source.read(after, limit)
        self._faults.reach("after read")
        return found

    def wait(self, seen: int, timeout: float) -> None:
        del seen, timeout
        self.done()


class WatchedHandler:
    def __init__(self, faults: Faults, handler: Handler[Any]) -> None:
        self._faults, self._handler = faults, handler
        self.resume, self.close = handler.resume, handler.close

    def handle(self, source: str, after: int, batch: Sequence[Any]) -> int:
        self._faults.handling = True
        position = self._handler.handle(source, after, batch)
        self._faults.handling = False
        self._faults.reach("after commit")
        return position


class WatchedPublisher:
    def __init__(self, faults: Faults, publisher: Publisher) -> None:
        self._faults, self._publisher = faults, publisher

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        self._faults.reach("before publish")
        self._publisher.publish(messages)
        self._faults.reach("after publish")


class WatchedStore(PostgresEventStore):
    """Tells the faults before and after the commands of several clerks are stored together."""

    def __init__(self, faults: Faults, pool: Pool) -> None:
        super().__init__(pool)
        self._faults = faults

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        self._faults.reach("before append")
        stored = super().append_each(acts, standing)
        self._faults.reach("after append")
        return stored


def clerks(url: str, faults: Faults) -> None:
    """Eight at one desk, each counting in a stream of his own; the same commands in every life."""
    desk = Desk(WatchedStore(faults, open_pool(url)), Counting())

    def work(clerk: int) -> None:
        for number in range(COMMANDS):
            desk.execute(count(f"clerk-{clerk}", command=f"{clerk}-{number}"))

    with ThreadPoolExecutor(CLERKS) as at_work:
        list(at_work.map(work, range(CLERKS)))


def relay(url: str, faults: Faults) -> None:
    """From the log to the topic."""
    engine, pool = opened(url, faults), open_pool(url)
    signals = Signals(url, (APPENDED, NUMBERED))
    publisher = WatchedPublisher(faults, EmbeddedPublisher(pool))
    follow(
        faults,
        LogSource(PostgresEventStore(pool), signals),
        Relay(engine, "sample.relay", SampleTelling(), publisher),
    )


def project(url: str, faults: Faults) -> None:
    """From the topic to the view."""
    follow(faults, _topic(url), Projector(opened(url, faults), Sample()))


def abreast(url: str, faults: Faults) -> None:
    """From the topic to several views, kept by one thread."""
    engine = opened(url, faults)
    watched = WatchedSource(faults, _topic(url))
    projectors = [Projector(engine, view) for view in views()]
    together = led_abreast(
        engine,
        watched,
        projectors,
        batch=BATCH,
        rest=0.0,
        moved=lambda: faults.reach("after commit"),
    )
    watched.done = together.stop
    faults.handling = True
    together.run()


def rebuild_view(url: str, faults: Faults) -> None:
    """The view made anew from the topic, in batches of a few."""
    rebuild.BATCH = 10
    again = rebuild.Rebuild(opened(url, faults), Sample(), [_topic(url)])
    again.run(progress=lambda _done, _all: faults.reach("progress"))


ROLES = {
    "clerks": clerks,
    "relay": relay,
    "projector": project,
    "abreast": abreast,
    "rebuild": rebuild_view,
}


def follow(faults: Faults, source: Source[Any], handler: Handler[Any]) -> None:
    watched = WatchedSource(faults, source)
    subscription = Subscription("victim", watched, WatchedHandler(faults, handler), batch=BATCH)
    watched.done = subscription.stop
    subscription.run()


def _topic(url: str) -> EmbeddedSource:
    return EmbeddedSource(open_pool(url), Signals(url, (STORED,)), TOPIC)


def opened(url: str, faults: Faults) -> Engine:
    engine = open_engine(url)
    faults.watch(engine)
    return engine
