"""Whole batches of records as the broker keeps them; the next ones are on their way while these are read."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import Any, NamedTuple

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.record.memory_records import MemoryRecords

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.link import FETCH_BYTES, KafkaUnavailable, Link
from shared.messaging.kafka.records import Plain, plain

_WAIT_MS, _READ_UNCOMMITTED = 500, 0


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

    @cached_property
    def plain(self) -> Plain | None:
        """What its records tell; None when it is not sound, or the broker's own, or one is not as we publish it."""
        sound = self._raw.validate_crc() and not self._raw.is_control_batch
        return plain(self._raw) if sound else None


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
        topic, partition = self._partition
        asked = [(topic, [(partition, offset, FETCH_BYTES)])]
        request = FetchRequest(_WAIT_MS, 1, FETCH_BYTES, _READ_UNCOMMITTED, asked, rack_id="")
        try:
            client = await self._opened()
            node = client.cluster.leader_for_partition(self._partition)
            answer = await client.send(node, request)
        except (KafkaError, AssertionError) as error:  # it asserts that there is a leader
            raise KafkaUnavailable(repr(error)) from error
        [(_, [(_, fault, end, *_rest, data)])] = answer.topics
        records, batches = MemoryRecords(data or b""), list[Batch]()
        while not fault and records.has_next():
            batches.append(Batch(records.next_batch()))
        if not batches:
            raise KafkaUnavailable(f"{self._partition} gives nothing at {offset}: code {fault}")
        return Fetched(batches, end)

    async def _opened(self) -> AIOKafkaClient:
        if self._client is None:
            self._client = client = self._link.fetching()
            await client.bootstrap()
            await client.set_topics([self._partition.topic])
        return self._client

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.close()
