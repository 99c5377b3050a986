"""The way of the data from the log over Kafka into a view, and whether it arrived whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from shared.event_store import StoredEvent
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Message
from shared.messaging.relay import Relay
from shared.signals import Signals
from shared.subscription.loop import Subscription
from tests.integration.kill.journey import Journey, in_order
from tests.support.kafka import TestKafka
from tests.support.looking import checkpoint, parked
from tests.support.sample import MARK, SampleTelling

PARTITIONS, RELAY = 3, "sample.relay"
CONFIRM_SECONDS = 3.0


class KafkaJourney(Journey):
    """A log, a topic of a few partitions, and a view."""

    def __init__(self, url: str, kafka: TestKafka, partitions: int = PARTITIONS) -> None:
        super().__init__(url)
        self.topic = kafka.make_topic(partitions=partitions)
        self.place = {"bootstrap": kafka.bootstrap, "topic": self.topic}
        self._link = Link(kafka.bootstrap, confirm_seconds=CONFIRM_SECONDS)

    @contextmanager
    def relaying(self) -> Iterator[Subscription[StoredEvent]]:
        """A relay that works all the time, in this process."""
        signals = Signals(self.url, (APPENDED, NUMBERED)).start()
        with closing(KafkaBackbone(self._link)) as backbone:
            handler = Relay(self.engine, RELAY, SampleTelling(self.topic), backbone.publisher())
            loop = Subscription("relay", LogSource(self.store, signals), handler).start()
            yield loop
            loop.stop()
        signals.stop()

    def relayed(self) -> int:
        """The position in the log up to which Kafka has confirmed everything."""
        return checkpoint(self.engine, "log", RELAY).position

    def parts(self) -> list[Sequence[Message]]:
        """All that stands in each partition, marks and what was published twice included."""
        with closing(KafkaBackbone(self._link)) as backbone:
            return [source.read(0, 100_000) for source in backbone.sources(self.topic)]

    def told(self) -> Counter[int]:
        """How often the event at each position of the log stands in the topic."""
        return Counter(m.sequence for part in self.parts() for m in part if m.key != MARK)

    def told_whole(self) -> bool:
        """Every event in the topic, twins dropped by sequence as readers do; each stream in order."""
        told = [message for part in self.parts() for message in _without_twins(part)]
        assert sorted(m.sequence for m in told) == list(range(1, len(self.expected()) + 1))
        names = [f"{m.key}@{_version(m)}" for m in told]
        assert in_order(names)
        return True

    def complete(self) -> bool:
        """Whether the view has every event."""
        return set(self.arrivals()) >= self.expected()

    def standing(self) -> dict[str, tuple[int, int]]:
        """Where the view stands in each partition, and how far that goes."""
        with closing(KafkaBackbone(self._link)) as backbone:
            return {
                source.name: (checkpoint(self.engine, source.name).position, source.head())
                for source in backbone.sources(self.topic)
            }

    def arrived_whole(self) -> bool:
        """Every event once in the view, each stream in order, nothing set aside."""
        arrivals = self.arrivals()
        assert self.told_whole()
        assert parked(self.engine) == {}
        assert sorted(arrivals) == sorted(self.expected())
        assert in_order(arrivals)
        return True


def _without_twins(part: Sequence[Message]) -> Iterator[Message]:
    newest = 0
    for message in part:
        if message.sequence > newest:
            newest = message.sequence
            if message.key != MARK:
                yield message


def _version(message: Message) -> int:
    return int(message.value.split(b'"version":')[1].split(b",")[0])
