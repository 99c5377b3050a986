"""What is killed, stopped or asked to end while it works with Kafka: the very parts a service runs."""

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from shared.database import open_pool
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource, PostgresEventStore
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Message
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Handler, Source
from tests.support.sample import Sample, SampleTelling
from tests.support.victims import (
    BATCH,
    Faults,
    WatchedHandler,
    WatchedPublisher,
    WatchedSource,
    follow,
    opened,
)

SESSION_SECONDS = 1.0
LEASE_SECONDS = 2.0


def relay(url: str, faults: Faults, *, bootstrap: str, topic: str) -> None:
    """From the log to the topic, until everything is there."""
    signals = Signals(url, (APPENDED, NUMBERED))
    with closing(KafkaBackbone(Link(bootstrap))) as backbone:
        publisher = WatchedPublisher(faults, backbone.publisher())
        telling = SampleTelling(topic)
        handler = Relay(
            opened(url, faults), "sample.relay", telling, publisher, lease_seconds=LEASE_SECONDS
        )
        follow(faults, LogSource(PostgresEventStore(open_pool(url)), signals), handler)


def lasting_relay(url: str, faults: Faults, *, bootstrap: str, topic: str) -> None:
    """From the log to the topic, one at work and the others standing by, until it is asked to end."""
    asked = asked_to_end()
    signals = Signals(url, (APPENDED, NUMBERED)).start()
    with closing(KafkaBackbone(Link(bootstrap))) as backbone:
        handler = Relay(
            opened(url, faults), "sample.relay", SampleTelling(topic), backbone.publisher()
        )
        log = LogSource(PostgresEventStore(open_pool(url)), signals)
        loop = Subscription("relay", log, handler, batch=BATCH).start()
        asked.wait()
        loop.stop()
    signals.stop()


def consumer(url: str, faults: Faults, *, bootstrap: str, topic: str, journal: str = "") -> None:
    """From the topic to the view, together with others, until it is asked to end."""
    asked = asked_to_end()
    engine, view = opened(url, faults), Sample()

    def loop_over(source: Source[Message]) -> Subscription[Message]:
        handler: Handler[Message] = WatchedHandler(faults, Projector(engine, view))
        if journal:
            handler = Journalled(handler, Path(journal))
        return Subscription(source.name, Following(faults, source), handler, batch=BATCH)

    link = Link(bootstrap, session_seconds=SESSION_SECONDS)
    with closing(KafkaBackbone(link)) as backbone:
        following = backbone.follow((topic,), f"sample.{topic}", loop_over)
        following.start()
        asked.wait()
        following.stop()


def asked_to_end() -> threading.Event:
    """Set when this process is asked to end (SIGTERM)."""
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    return asked


ROLES = {
    "relay to kafka": relay,
    "lasting relay to kafka": lasting_relay,
    "consumer of kafka": consumer,
}


class Following(WatchedSource):
    """Tells the faults of each step, and waits for more."""

    def wait(self, seen: int, timeout: float) -> None:
        self._source.wait(seen, timeout)


class Journalled:
    """Notes what it begins with and what it has finished, outside of every transaction."""

    def __init__(self, handler: Handler[Message], journal: Path) -> None:
        self._handler, self._journal = handler, journal
        self.resume, self.close = handler.resume, handler.close

    def handle(self, source: str, after: int, batch: Sequence[Message]) -> int:
        self._note("begun", source, batch)
        position = self._handler.handle(source, after, batch)
        self._note("finished", source, batch)
        return position

    def _note(self, what: str, source: str, batch: Sequence[Message]) -> None:
        who = f"{what} {os.getpid()} {source}"
        lines = "".join(f"{who}@{message.position}\n" for message in batch)
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(lines)
