"""A view and a consumer that follow one topic as a service runs them, into which a stranger puts what he likes."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import msgspec
from sqlalchemy import Column, MetaData, Table, Text, select

from shared.composition import Reacting
from shared.contracts.cloudevents import Recorded, envelope
from shared.database import Pool, open_engine, open_pool
from shared.deciding import Desk
from shared.event_store.postgres import PostgresEventStore
from shared.messaging.feed import Topic
from shared.messaging.hearing import Hearing, described
from shared.messaging.promise import Backbone, Following, Lead, Led, Message, OutgoingMessage
from shared.signals import Bell
from shared.subscription.healing import Healing
from shared.subscription.keeping import View
from shared.subscription.progress import Progress, State
from shared.subscription.promise import Described, Rows, Source
from shared.subscription.reaching import VIEWS_MOVED
from shared.subscription.views import ensure_view
from tests.support.counting import Counting, count
from tests.support.events import DAY, NOW

VIEW, CONSUMER = "sample.seen", "sample.acting"
HAPPENED, YOUNGER, LATER = "sample.happened.v1", "sample.vanished.v1", "sample.happened.v2"
PATIENCE_SECONDS = 60.0
TABLES = MetaData(schema="sample_seen")
SEEN = Table("seen", TABLES, Column("id", Text, primary_key=True), Column("stream", Text))


class Told(msgspec.Struct):
    number: int


_told = msgspec.json.Decoder(Told).decode


def told(*streams: str, kind: str = HAPPENED, first: int = 1) -> list[OutgoingMessage]:
    """Something happened in each of these streams, one after the other; a message's id is `<stream>@<position>`."""
    return [_message(stream, kind, number) for number, stream in enumerate(streams, first)]


def _message(stream: str, kind: str, position: int) -> OutgoingMessage:
    record = Recorded(
        event_id=f"{stream}@{position}",
        stream=stream,
        version=position,
        position=position,
        recorded_at=NOW,
        effective_date=DAY,
    )
    value = msgspec.json.encode(envelope("/sample", kind, Told(position), record))
    return OutgoingMessage("", stream, value, position, NOW)


@dataclass(frozen=True)
class Seen:
    """A view of what happened, of a release that knows the types ``known``."""

    known: Collection[str] = (HAPPENED,)
    name: str = VIEW
    shape: str = "1"
    tables: MetaData = field(default=TABLES, repr=False)

    def describe(self, entry: Message) -> Described:
        return described(entry)

    def project(self, entry: Message, rows: Rows) -> None:
        if (found := Hearing("sample", self.known, self.known)(entry)) is not None:
            _told(found.data)
            rows.insert(SEEN, {"id": found.id, "stream": entry.key})


@dataclass(frozen=True)
class Acting:
    """A consumer that gives a command for each message: it counts on in the message's stream."""

    desk: Desk
    known: Collection[str] = (HAPPENED,)

    def react(self, batch: Sequence[Message]) -> None:
        for message, found in Hearing("sample", self.known, self.known).all_of(batch):
            _told(found.data)
            self.desk.execute(count(message.key, command=found.id))


class Scene:
    """The database of a service, and the topic that it follows."""

    def __init__(self, url: str, backbone: Backbone, topic: str) -> None:
        self.topic, self.engine = topic, open_engine(url)
        self._pool: Pool = open_pool(url)
        self.store, self._bell = PostgresEventStore(self._pool), Bell(url, VIEWS_MOVED)
        self._backbone = _Telling(backbone)
        assert ensure_view(self.engine, Seen())

    def view(self, *known: str) -> View:
        """The view, in a release that knows these types as well."""
        return View(self.engine, Seen((HAPPENED, *known)), Topic(self._backbone, self.topic))

    def consumer(self, *known: str) -> Reacting:
        """The consumer, in such a release."""
        acting = Acting(Desk(self.store, Counting()), (HAPPENED, *known))
        return Reacting(CONSUMER, Topic(self._backbone, self.topic), acting.react)

    def healings(self, *known: str) -> list[Healing[Any]]:
        """Of the view and of the consumer, in such a release."""
        return [self.view(*known).healing(), self.consumer(*known).healing(self.engine)]

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        to = [msgspec.structs.replace(message, topic=self.topic) for message in messages]
        self._backbone.publisher().publish(to)

    @contextmanager
    def followed(self, *whose: Following) -> Iterator[Callable[[int], list[Progress]]]:
        """While both follow, or those given; asked for a position, each is there, or has stopped."""
        whose = whose or (
            self.view().following(self._bell),
            self.consumer().following(self.engine),
        )
        with ExitStack() as running:
            for each in whose:
                each.start()
                running.callback(each.stop)
            loops = [self._backbone.led.get(timeout=PATIENCE_SECONDS) for _ in whose]
            yield lambda position: [_come_to(position, one) for one in loops]

    def run_to(self, position: int) -> list[Progress]:
        """Both follow up to there, or stop; answers how they fare."""
        with self.followed() as come_to:
            return come_to(position)

    def seen(self) -> list[str]:
        """What the view shows."""
        with self.engine.connect() as connection:
            return sorted(connection.execute(select(SEEN.c.id)).scalars())

    def acted(self, *streams: str) -> list[str]:
        """The messages for which the consumer has acted, in the order in which it did in each stream."""
        events = (event for stream in streams for event in self.store.read_stream(stream))
        return [str(msgspec.json.decode(event.metadata)["command_id"]) for event in events]

    def close(self) -> None:
        self._bell.stop()
        self.engine.dispose()
        self._pool.close()


@contextmanager
def scene(url: str, backbone: Backbone, topic: str) -> Iterator[Scene]:
    with closing(Scene(url, backbone, topic)) as opened:
        yield opened


def _come_to(position: int, led: Led) -> Progress:
    [loop] = led.loops.values()
    assert loop.progress.wait_until(
        lambda p: p.position == position or p.state is State.STOPPED, PATIENCE_SECONDS
    ), loop.progress
    return loop.progress


class _Telling:
    """`Backbone` that tells who leads as soon as there is one; its groups are this topic's own."""

    def __init__(self, backbone: Backbone) -> None:
        self._backbone, self.led = backbone, SimpleQueue[Led]()
        self.for_bureaus, self.relay_rest = backbone.for_bureaus, backbone.relay_rest
        self.publisher = backbone.publisher

    def sources(self, topic: str) -> Sequence[Source[Message]]:
        return self._backbone.sources(topic)

    def follow(self, topics: tuple[str, ...], group: str, lead: Lead) -> Following:
        def telling(parts: Sequence[Source[Any]]) -> Led:
            led = lead(parts)
            self.led.put(led)
            return led

        return self._backbone.follow(topics, f"{group}.{topics[0]}", telling)
