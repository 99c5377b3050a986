"""Publishing: each partition gets its messages in batches, one confirmed after the other.

FastStream publishes one message at a time, or many with the same time and headers; so batches are made
with the client itself. One by one, because a batch that fails must not be overtaken by the next one of
its partition: readers would take what comes late for something they have.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.link import Link, opened
from shared.messaging.kafka.records import headers_of, milliseconds
from shared.messaging.parts import part_of
from shared.messaging.promise import OutgoingMessage, PublishFailed

_STOP_SECONDS = 2.0


class KafkaPublisher:
    """`Publisher`: returns when all replicas in sync have every message."""

    def __init__(self, background: Background, link: Link, *, compressed: bool) -> None:
        self._background, self._link, self._compressed = background, link, compressed
        self._producer: AIOKafkaProducer | None = None
        self._unconfirmed: set[asyncio.Task[None]] = set()

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        if messages:
            self._background.run(self._publish(messages))

    async def close(self) -> None:
        """Let the client go; what it still holds may or may not arrive."""
        for task in self._unconfirmed:
            task.cancel()
        self._unconfirmed.clear()
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(producer.stop(), _STOP_SECONDS)

    async def _publish(self, messages: Sequence[OutgoingMessage]) -> None:
        try:
            async with asyncio.timeout(self._link.confirm_seconds):
                await self._settle()
                producer = await self._started()
                parts = await _parts(producer, messages)
                sending = (_send(producer, *part) for part in parts.items())
                self._unconfirmed = {asyncio.create_task(one) for one in sending}
                await self._settle()
        except TimeoutError as error:
            raise PublishFailed("Kafka has not confirmed in time") from error
        except KafkaError as error:
            await self.close()
            raise PublishFailed(repr(error)) from error

    async def _settle(self) -> None:
        """Wait for what was sent before. It is never given up: the client repeats it until it arrives."""
        if self._unconfirmed:
            await asyncio.wait(self._unconfirmed)
            sent, self._unconfirmed = self._unconfirmed, set()
            for error in filter(None, [task.exception() for task in sent]):
                raise error

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = self._link.producer(compressed=self._compressed)
            try:
                await opened(producer.start())
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer


async def _parts(
    producer: AIOKafkaProducer, messages: Sequence[OutgoingMessage]
) -> dict[TopicPartition, list[OutgoingMessage]]:
    """The messages by partition, in order."""
    parts: dict[TopicPartition, list[OutgoingMessage]] = defaultdict(list)
    known: dict[str, list[TopicPartition]] = {}
    for message in messages:
        topic = message.topic
        if topic not in known:
            known[topic] = [
                TopicPartition(topic, p) for p in sorted(await producer.partitions_for(topic))
            ]
        if not message.everywhere:
            part = part_of(message.key, len(known[topic])) if message.part is None else message.part
            parts[known[topic][part]].append(message)
            continue
        for partition in known[topic]:
            told = parts[partition]
            if not told or told[-1].sequence != message.sequence:
                told.append(message)
    return parts


async def _send(
    producer: AIOKafkaProducer, partition: TopicPartition, messages: Sequence[OutgoingMessage]
) -> None:
    for batch in _batches(producer, messages):
        confirmed = await producer.send_batch(batch, partition.topic, partition=partition.partition)
        await confirmed


def _batches(producer: AIOKafkaProducer, messages: Sequence[OutgoingMessage]) -> Iterator[Any]:
    batch = producer.create_batch()
    for message in messages:
        if not _fits(batch, message):
            batch.close()
            yield batch
            batch = producer.create_batch()
            _fits(batch, message)  # the first one always does; the broker judges its size
    batch.close()
    yield batch


def _fits(batch: Any, message: OutgoingMessage) -> bool:
    appended = batch.append(
        timestamp=milliseconds(message.recorded_at),
        key=message.key.encode(),
        value=message.value,
        headers=headers_of(message),
    )
    return appended is not None
