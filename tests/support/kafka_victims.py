"""What is killed, stopped or asked to end while it works with Kafka: the very parts a service runs."""

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from shared.asked_to_end import AskedToEnd
from shared.database import open_pool
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource, PostgresEventStore
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Message
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription.follower import Follower
from shared.subscription.leading import Leading
from shared.subscription.loop import Subscription
from shared.subscription.promise import Source
from shared.subscription.side_by_side import side_by_side
from tests.support.sample import Sample, SampleTelling
from tests.support.victims import (
    BATCH,
    Faults,
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
    engine, notes = opened(url, faults), Notes(Path(journal) if journal else None)
    faults.handling = True

    def lead(parts: Sequence[Source[Message]]) -> Leading:
        watched = [notes.of(Following(faults, part)) for part in parts]

        def moved() -> None:
            notes.finish(led.loops)
            faults.reach("after commit")

        led = side_by_side(engine, Sample(), watched, batch=BATCH, rest=0.0, moved=moved)
        return led

    link = Link(bootstrap, session_seconds=SESSION_SECONDS)
    with closing(KafkaBackbone(link)) as backbone:
        following = backbone.follow((topic,), f"sample.{topic}", lead)
        following.start()
        asked.wait()
        following.stop()


def asked_to_end() -> AskedToEnd:
    """Set when this process is asked to end (SIGTERM)."""
    asked = AskedToEnd()
    signal.pthread_sigmask(
        signal.SIG_UNBLOCK, {signal.SIGTERM}
    )  # asked before this line, it hears it now
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


class Notes:
    """Notes what is begun with and what is finished, outside of every transaction; nothing without a file."""

    def __init__(self, journal: Path | None) -> None:
        self._journal = journal
        self._begun: dict[str, Sequence[Message]] = {}

    def of(self, source: Source[Message]) -> Source[Message]:
        """The same source: what is read of it is begun with."""
        read = source.read

        def noting(after: int, limit: int) -> Sequence[Message]:
            if batch := read(after, limit):
                self._begun[source.name] = batch
                self._note("begun", source.name, batch)
            return batch

        source.read = noting  # type: ignore[method-assign]
        return source

    def finish(self, loops: Mapping[str, Follower[Message]]) -> None:
        """What was begun with is finished as far as the loops have come."""
        for loop in loops.values():
            batch = self._begun.pop(loop.source, ())
            done = [message for message in batch if message.position <= loop.progress.position]
            self._note("finished", loop.source, done)

    def _note(self, what: str, source: str, batch: Sequence[Message]) -> None:
        who = f"{what} {os.getpid()} {source}"
        lines = "".join(f"{who}@{message.position}\n" for message in batch)
        if self._journal is not None:
            with self._journal.open("a", encoding="utf-8") as file:
                file.write(lines)
