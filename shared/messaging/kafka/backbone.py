"""The backbone as services are given it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.ends import TopicEnds
from shared.messaging.kafka.following import KafkaFollowing
from shared.messaging.kafka.link import Link
from shared.messaging.kafka.publisher import KafkaPublisher
from shared.messaging.kafka.source import PartitionSource
from shared.messaging.kafka.topics import count_partitions
from shared.messaging.promise import Lead


class KafkaBackbone:
    """`Backbone` over one cluster. Nothing is opened before it is used; `close` when all loops ended."""

    for_bureaus, relay_rest = True, 0.01

    def __init__(self, link: Link) -> None:
        self._link, self._background = link, Background()
        self._publishers: list[KafkaPublisher] = []
        self._topics: dict[str, Parts] = {}

    def publisher(self, *, for_bureaus: bool = False) -> KafkaPublisher:
        made = KafkaPublisher(self._background, self._link, compressed=not for_bureaus)
        self._publishers.append(made)
        return made

    def sources(self, topic: str) -> "Parts":
        return self._topics.setdefault(topic, Parts(self._background, self._link, topic))

    def follow(self, topics: tuple[str, ...], group: str, lead: Lead) -> KafkaFollowing:
        return KafkaFollowing(self._background, self._link, topics, group, lead)

    def close(self) -> None:
        """Let every client go."""
        for publisher in self._publishers:
            self._background.run(publisher.close())
        for parts in self._topics.values():
            parts.close()
        self._background.stop()


class Parts(Sequence[PartitionSource]):
    """The partitions of a topic, as Kafka tells them whenever somebody asks.

    Asking raises `KafkaUnavailable` when it does not answer, or does not know the topic.
    """

    def __init__(self, background: Background, link: Link, topic: str) -> None:
        self._background, self._link, self._topic = background, link, topic
        self._opened: dict[int, PartitionSource] = {}
        self._ends = TopicEnds(background, link, topic)

    def heads(self) -> Mapping[str, int]:
        """The newest position of each partition, by its source's name: one question for all."""
        return self._ends.heads()

    def begins(self) -> Mapping[str, int]:
        """The position behind which each begins; more than 0 where something was deleted."""
        return self._ends.begins()

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[PartitionSource]:
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> PartitionSource: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[PartitionSource]: ...
    def __getitem__(self, at: int | slice) -> PartitionSource | Sequence[PartitionSource]:
        return self._all()[at]

    def close(self) -> None:
        self._ends.close()
        for source in self._opened.values():
            source.close()

    def _all(self) -> list[PartitionSource]:
        count = self._background.run(count_partitions(self._link, self._topic))
        return [self._source(number) for number in range(count)]

    def _source(self, number: int) -> PartitionSource:
        if number not in self._opened:
            source = PartitionSource(self._background, self._link, self._topic, number)
            self._opened.setdefault(number, source)
        return self._opened[number]
