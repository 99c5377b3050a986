"""From the log to the backbone: everything, in order, and the checkpoint only after the confirmation."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from shared.database import open_engine, open_pool
from shared.event_store import NewEvent, StreamAppend
from shared.event_store.postgres import NUMBERED, LogSource, PostgresEventStore, number_events
from shared.messaging.embedded import STORED, EmbeddedPublisher, EmbeddedSource
from shared.messaging.promise import Message, OutgoingMessage, Publisher, PublishFailed
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.promise import Fenced
from tests.support.events import DAY, NOW, appended
from tests.support.looking import checkpoint, cut_sessions
from tests.support.sample import MARK, TOPIC, SampleTelling


class Backbone:
    """A log and a topic in one database, and what a relay between them needs."""

    def __init__(self, url: str) -> None:
        self.pool, self.engine = open_pool(url), open_engine(url)
        self.signals = Signals(url, (NUMBERED, STORED)).start()
        self.store = PostgresEventStore(self.pool)
        self.log = LogSource(self.store, self.signals)
        self.topic = EmbeddedSource(self.pool, self.signals, TOPIC)
        self.publisher = EmbeddedPublisher(self.pool)

    def relay(self, publisher: Publisher | None = None) -> Relay:
        return Relay(self.engine, "sample.relay", SampleTelling(), publisher or self.publisher)

    def append(self, *appends: StreamAppend) -> None:
        self.store.append(appends, NOW)
        while number_events(self.pool)[1]:
            pass  # a transaction elsewhere in the cluster still runs

    def published(self) -> list[Message]:
        return self.topic.read(0, 1000)

    def relayed(self) -> int:
        return checkpoint(self.engine, "log", "sample.relay").position

    def close(self) -> None:
        self.signals.stop()
        self.pool.close()
        self.engine.dispose()


@pytest.fixture
def backbone(database_url: str) -> Iterator[Backbone]:
    with closing(Backbone(database_url)) as backbone:
        yield backbone


def private(stream: str, expected: int) -> StreamAppend:
    public = appended(stream, expected)
    event = NewEvent("something-private", 1, "{}", DAY)
    return StreamAppend(stream, expected, [event], public.metadata)


def handle_all(backbone: Backbone, relay: Relay, batch: int = 2) -> None:
    position = relay.resume("log")
    while found := backbone.log.read(position, batch):
        position = relay.handle("log", position, found)


def test_everything_is_published_in_order_under_its_stream_with_its_position(
    backbone: Backbone,
) -> None:
    for version in range(3):
        backbone.append(appended("a", version, [version]), appended("b", version, [version]))
    relay = backbone.relay()

    handle_all(backbone, relay)

    log = backbone.store.read_log(0, 100)
    assert [(m.key, m.sequence) for m in backbone.published()] == [
        (event.stream, event.position) for event in log
    ]
    assert backbone.published()[0].value == b'{"id":"a@1","version":1,"number":0}'
    relay.close()


def test_of_what_is_nobody_elses_business_others_hear_only_how_far_the_log_has_come(
    backbone: Backbone,
) -> None:
    """So whoever waits for the position of a private event is not left waiting."""
    backbone.append(appended("a", 0), private("p", 0))
    backbone.append(private("p", 1))
    backbone.append(appended("a", 1))
    relay = backbone.relay()

    handle_all(backbone, relay, batch=3)

    assert [(m.key, m.sequence) for m in backbone.published()] == [("a", 1), (MARK, 3), ("a", 4)]
    assert backbone.relayed() == 4
    relay.close()


class Unconfirmed:
    """A broker that stores and then does not answer, once."""

    def __init__(self, backbone: Backbone) -> None:
        self._backbone, self.asked = backbone, 0

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        self._backbone.publisher.publish(messages)
        self.asked += 1
        if self.asked == 1:
            raise PublishFailed("no answer")


def test_without_a_confirmation_the_checkpoint_stays_and_the_loop_publishes_again(
    backbone: Backbone,
) -> None:
    backbone.append(appended("a", 0), appended("b", 0))
    relay = backbone.relay(Unconfirmed(backbone))
    with pytest.raises(PublishFailed):
        handle_all(backbone, relay)
    assert backbone.relayed() == 0
    relay.close()

    loop = Subscription("relay", backbone.log, backbone.relay(Unconfirmed(backbone))).start()
    assert loop.progress.wait_until(lambda p: p.position == 2, 20)
    loop.stop()

    assert [m.sequence for m in backbone.published()] == [1, 2] * 3
    assert backbone.relayed() == 2


def test_a_second_relay_stands_by_and_takes_over_when_the_first_ends(backbone: Backbone) -> None:
    first = Subscription("first", backbone.log, backbone.relay()).start()
    assert first.progress.wait_until(lambda p: p.state is State.WAITING, 20)
    second = Subscription("second", backbone.log, backbone.relay()).start()
    assert second.progress.wait_until(lambda p: p.state is State.STANDING_BY, 20)

    backbone.append(appended("a", 0))
    assert first.progress.wait_until(lambda p: p.position == 1, 20)
    first.stop()
    backbone.append(appended("a", 1))
    assert second.progress.wait_until(lambda p: p.position == 2, 20)
    second.stop()

    assert [m.sequence for m in backbone.published()] == [1, 2]


def test_a_relay_whose_session_died_publishes_nothing_more_and_stands_by(
    backbone: Backbone, database_url: str
) -> None:
    backbone.append(appended("a", 0))
    cut, other = backbone.relay(), backbone.relay()
    assert cut.resume("log") == 0
    batch = backbone.log.read(0, 10)
    cut_sessions(database_url)
    other.resume("log")

    with pytest.raises(Fenced):
        cut.handle("log", 0, batch)
    for _ in range(2):
        with pytest.raises(Fenced):
            cut.resume("log")

    assert backbone.published() == []
    assert other.handle("log", 0, batch) == 1
    other.close()


def test_a_relay_that_was_overtaken_while_publishing_cannot_move_the_checkpoint_back(
    backbone: Backbone,
) -> None:
    """Its lease was lost between looking and publishing; what it published twice is known by sequence."""
    backbone.append(appended("a", 0))
    backbone.append(appended("a", 1))
    batch = backbone.log.read(0, 10)

    class Overtaken:
        def publish(self, messages: Sequence[OutgoingMessage]) -> None:
            slow._lease.give_back()
            fast = backbone.relay()
            fast.handle("log", fast.resume("log"), batch[:1])
            fast.close()
            backbone.publisher.publish(messages)

    slow = backbone.relay(Overtaken())
    position = slow.resume("log")
    with pytest.raises(Fenced):
        slow.handle("log", position, batch)

    assert backbone.relayed() == 1
    assert [m.sequence for m in backbone.published()] == [1, 1, 2]
