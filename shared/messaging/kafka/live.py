"""Partitions that are followed: `Source`s in front, one question for all of them behind."""

import asyncio
from collections.abc import Sequence

from aiokafka import TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from shared.messaging.kafka.arrivals import Arrivals
from shared.messaging.kafka.asking import Asking
from shared.messaging.kafka.background import Background
from shared.messaging.kafka.batches import Batch
from shared.messaging.kafka.link import Link
from shared.messaging.kafka.partition_reader import PartitionReader
from shared.messaging.kafka.records import message_of
from shared.messaging.promise import Message


class Live:
    """The partitions that are ours now, from `start` to `close`.

    Attributes:
        parts: a source for each.
    """

    def __init__(
        self, background: Background, link: Link, partitions: Sequence[TopicPartition]
    ) -> None:
        self._background = background
        self._arrivals = Arrivals(partitions, self._ask)
        self._asking = Asking(link, partitions, self._arrivals)
        self.parts = [LivePart(background, link, at, self._arrivals) for at in partitions]
        self._kept: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._background.run(self._begin())

    def close(self) -> None:
        self._background.run(self._end())
        for part in self.parts:
            part.close()

    async def _begin(self) -> None:
        self._kept = asyncio.create_task(self._asking.keep())

    async def _end(self) -> None:
        if self._kept is not None:
            self._asking.end()
            self._kept.cancel()
            await asyncio.gather(self._kept, return_exceptions=True)

    def _ask(self) -> None:
        self._background.loop.call_soon_threadsafe(self._asking.more)


class LivePart:
    """`Source` over one partition, for one reader: what has arrived by now.

    A position is an offset + 1, so that it counts from 1. Waiting ends when anything came for any partition
    of the same `Live`: whoever follows several waits at one.
    """

    def __init__(
        self, background: Background, link: Link, partition: TopicPartition, arrivals: Arrivals
    ) -> None:
        self.name, self._topic = f"{partition.topic}/{partition.partition}", partition.topic
        self.partition, self._background, self._arrivals = partition, background, arrivals
        self._one_by_one = PartitionReader(link, partition)
        self._after: int | None = None
        self._read: list[Message] = []
        self.seen, self.wait, self.wake = arrivals.seen, arrivals.wait, arrivals.wake

    def read(self, after: int, limit: int) -> list[Message]:
        """What has arrived by now.

        Raises:
            PositionLost: the partition does not hold what follows ``after``.
            KafkaUnavailable: it cannot be read at the moment.
        """
        if after != self._after:
            self._arrivals.seek(self.partition, after)
            self._read, self._after = [], after
        try:
            while len(self._read) < limit and (batch := self._arrivals.take(self.partition)):
                self._read += self._messages(batch)
        except OffsetOutOfRangeError:
            self._after = None
            return self._apart(after, limit)
        except BaseException:
            self._after = None
            raise
        taken, self._read = self._read[:limit], self._read[limit:]
        if taken:
            self._after = taken[-1].position
        return taken

    def head(self) -> int:
        return self._background.run(self._one_by_one.head())

    def close(self) -> None:
        self._background.run(self._one_by_one.close())

    def _messages(self, batch: Batch) -> list[Message]:
        """Those of the batch behind where we are."""
        if batch.control:
            return []
        after = self._read[-1].position if self._read else self._after or 0
        found = batch.messages(self._topic)
        if found is None:
            found = self._apart(after, batch.next_offset - max(batch.base_offset, after))
        return [message for message in found if message.position > after]

    def _apart(self, after: int, limit: int) -> list[Message]:
        """What follows, record by record: it says what is wrong with each, or with the position."""
        records = self._background.run(self._one_by_one.read_whole(after, limit))
        return [message_of(self._topic, record) for record in records]
