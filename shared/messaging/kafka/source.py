"""One partition, read from wherever the caller says: `Source` in front, a Kafka client behind."""

from aiokafka import TopicPartition

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.batches import BatchReader
from shared.messaging.kafka.bundles import Bundles
from shared.messaging.kafka.link import Link
from shared.messaging.kafka.partition_reader import PartitionReader
from shared.messaging.kafka.records import message_of
from shared.messaging.promise import Message
from shared.subscription.bundle import Bundle

_FOLLOWING_MS, _SEEKING_MS = 500, 20
"""How long a broker may keep a question open: whoever only follows is told at once of what comes."""


class PartitionSource:
    """`Source` over one partition; a position is an offset + 1, so that it counts from 1.

    Several threads may read; each reads what it asks for.
    """

    def __init__(
        self, background: Background, link: Link, topic: str, partition: int, *, whole: bool
    ) -> None:
        """Read a partition.

        Args:
            background: where the client runs.
            link: to the cluster.
            topic: what to read.
            partition: which part of it.
            whole: `read` answers all there is, as a rebuild wants it; else what has arrived by now.
        """
        self.name = f"{topic}/{partition}"
        self._background = background
        rest = _SEEKING_MS if whole else _FOLLOWING_MS
        at = TopicPartition(topic, partition)
        self._reader = PartitionReader(link, at, rest)
        self._bundles = Bundles(BatchReader(background, link, at), self.read)
        self._whole, self._woken = whole, 0

    def read(self, after: int, limit: int) -> list[Message]:
        read = self._reader.read_whole if self._whole else self._reader.read
        return list(map(message_of, self._background.run(read(after, limit))))

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
