"""Whole batches of records as the broker keeps them; the next ones are on their way while these are read."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import Any, NamedTuple

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.record.memory_records import MemoryRecords

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.link import FETCH_BYTES, KafkaUnavailable, Link, opened
from shared.messaging.kafka.records import Plain, message_of, plain
from shared.messaging.promise import Message

_WAIT_MS, _READ_UNCOMMITTED = 500, 0
_WHOLE_BYTES = 2 * 1024 * 1024
"""Of a partition that is read whole, at once: 8 MB pass the processor's cache by, four times on the way from the
socket to the record, and cost the client a tenth more."""


class Batch:
    """Records that were published together.

    Attributes:
        base_offset: where it begins.
        next_offset: where the next one begins.
    """

    def __init__(self, raw: Any) -> None:
        """``raw`` gives its records once."""
        self._raw = raw
        self.base_offset, self.next_offset = int(raw.base_offset), int(raw.next_offset)

    @property
    def control(self) -> bool:
        """Whether it is the broker's own, and nobody's message."""
        return bool(self._raw.is_control_batch)

    def messages(self, topic: str) -> list[Message] | None:
        """Its records, faults and all; None when it is not sound, or the client cannot read one of them."""
        if not self._raw.validate_crc():
            return None
        try:
            return [message_of(topic, record) for record in self._raw]
        except (
            ValueError,
            KafkaError,
        ):  # a header's name that is not UTF-8, an unknown compression
            return None

    @cached_property
    def plain(self) -> Plain | None:
        """What its records tell; None when it is not sound, or the broker's own, or one is not as we publish it."""
        sound = self._raw.validate_crc() and not self._raw.is_control_batch
        return plain(self._raw) if sound else None


class Answer(NamedTuple):
    """What a broker answers of one partition.

    Attributes:
        partition: which.
        fault: Kafka's code of what is wrong; 0 for nothing.
        end: where the partition ends.
        batches: what it holds from the asked offset on; none after a fault.
    """

    partition: TopicPartition
    fault: int
    end: int
    batches: Sequence[Batch]


def question(offsets: Mapping[TopicPartition, int], most: int, patience: int) -> FetchRequest:
    """Asks a broker for what follows these offsets.

    Args:
        offsets: by partition; the broker leads all of them.
        most: bytes of one partition; a batch that is larger comes all the same.
        patience: how many milliseconds it may wait with its answer while there is nothing.
    """
    topics = defaultdict(list)
    for (topic, partition), offset in offsets.items():
        topics[topic].append((partition, offset, most))
    asked = [*topics.items()]
    return FetchRequest(patience, 1, FETCH_BYTES, _READ_UNCOMMITTED, asked, rack_id="")


def answered(answer: Any) -> list[Answer]:
    """What a broker has answered to a `question`."""
    return [
        Answer(TopicPartition(topic, partition), fault, end, [] if fault else _batches(data))
        for topic, partitions in answer.topics
        for partition, fault, end, *_, data in partitions
    ]


def _batches(data: bytes | None) -> list[Batch]:
    records, batches = MemoryRecords(data or b""), list[Batch]()
    while records.has_next():
        batches.append(Batch(records.next_batch()))
    return batches


class Fetched(NamedTuple):
    """Batches of records, and where the partition ends."""

    batches: Sequence[Batch]
    end: int

    @property
    def next(self) -> int:
        """The offset behind the last batch."""
        return self.batches[-1].next_offset


class BatchReader:
    """One partition, for one thread at a time. Its client is let go when the partition's end was fetched."""

    def __init__(self, background: Background, link: Link, partition: TopicPartition) -> None:
        self._background, self._link, self._partition = background, link, partition
        self._client: AIOKafkaClient | None = None
        self._batches: deque[Batch] = deque()
        self._coming: tuple[int, Future[Fetched]] | None = None
        self._given: Batch | None = None

    def batch(self, offset: int) -> Batch:
        """The batch that holds the record with this offset.

        Raises:
            KafkaUnavailable: it did not come.
        """
        if self._given is not None and self._given.base_offset <= offset < self._given.next_offset:
            return self._given  # a bundle may end in the middle of a batch
        if self._given is None or offset != self._given.next_offset or not self._batches:
            fetched = self._fetched(offset)
            self._batches = deque(fetched.batches)
            if fetched.next < fetched.end:
                self._coming = fetched.next, self._background.begin(self._fetch(fetched.next))
            else:
                self.close()
        self._given = self._batches.popleft()
        return self._given

    def close(self) -> None:
        """Let the client go; another is opened when it is needed."""
        self._coming = None
        self._background.run(self._let_go())

    def _fetched(self, offset: int) -> Fetched:
        coming, self._coming = self._coming, None
        if coming is not None and coming[0] == offset:
            return coming[1].result()
        return self._background.run(self._fetch(offset))

    async def _fetch(self, offset: int) -> Fetched:
        request = question({self._partition: offset}, _WHOLE_BYTES, _WAIT_MS)
        try:
            client = await self._opened()
            node = client.cluster.leader_for_partition(self._partition)
            [(_, fault, end, batches)] = answered(await client.send(node, request))
        except (KafkaError, AssertionError) as error:  # it asserts that there is a leader
            raise KafkaUnavailable(repr(error)) from error
        if not batches:
            raise KafkaUnavailable(f"{self._partition} gives nothing at {offset}: code {fault}")
        return Fetched(batches, end)

    async def _opened(self) -> AIOKafkaClient:
        if self._client is None:
            self._client = client = self._link.fetching()
            await opened(client.bootstrap())
            await client.set_topics([self._partition.topic])
        return self._client

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.close()
