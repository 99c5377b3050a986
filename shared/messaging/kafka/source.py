"""One partition, read whole from wherever the caller says: `Source` in front, Kafka's clients behind."""

from aiokafka import TopicPartition

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.batches import BatchReader
from shared.messaging.kafka.bundles import Bundles
from shared.messaging.kafka.link import Link
from shared.messaging.kafka.partition_reader import PartitionReader
from shared.messaging.kafka.records import message_of
from shared.messaging.promise import Message
from shared.subscription.bundle import Bundle


class PartitionSource:
    """`Source` over one partition; a position is an offset + 1, so that it counts from 1.

    Several threads may read; each reads what it asks for.
    """

    reads_ahead = True

    def __init__(self, background: Background, link: Link, topic: str, partition: int) -> None:
        self.name, self._topic = f"{topic}/{partition}", topic
        self._background = background
        at = TopicPartition(topic, partition)
        self._reader = PartitionReader(link, at)
        self._bundles = Bundles(BatchReader(background, link, at), self.read)
        self._woken = 0

    def read(self, after: int, limit: int) -> list[Message]:
        """As many as there are, if need be after waiting for them."""
        records = self._background.run(self._reader.read_whole(after, limit))
        return [message_of(self._topic, record) for record in records]

    def bundle(self, after: int, to: int) -> Bundle[Message] | None:
        """All messages behind ``after``, up to ``to``, in one piece; None if there are none."""
        return self._bundles.bundle(after, to)

    def head(self) -> int:
        return self._background.run(self._reader.head())

    def seen(self) -> int:
        return self._woken

    def wait(self, seen: int, timeout: float) -> None:
        if self._woken == seen:
            self._background.run(self._reader.wait(timeout, lambda: self._woken != seen))

    def wake(self) -> None:
        self._woken += 1
        self._background.loop.call_soon_threadsafe(self._reader.wake)

    def close(self) -> None:
        self._bundles.close()
        self._background.run(self._reader.close())
