"""Bare aiokafka: what the client itself can do with the same messages, the reference of these benches."""

import asyncio
from collections.abc import Sequence
from time import perf_counter

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.messaging.kafka import Link
from shared.messaging.promise import OutgoingMessage
from tests.bench.kafka.broker import PARTS

_FETCH_BYTES = 8 * 1024 * 1024
_AT_ONCE = 10_000
_PATIENCE_MS = 10_000


def produced(link: Link, topic: str, messages: Sequence[OutgoingMessage]) -> float:
    """Messages a second, each sent by `send`, with the same guarantees, until all are confirmed."""
    return asyncio.run(_produced(link, topic, messages))


def consumed(bootstrap: str, topic: str, count: int) -> float:
    """Messages a second, read by `getmany` from all parts and looked at by nobody."""
    return asyncio.run(_consumed(bootstrap, topic, count))


async def _produced(link: Link, topic: str, messages: Sequence[OutgoingMessage]) -> float:
    producer = link.producer(compressed=True)
    await producer.start()
    try:
        began = perf_counter()
        for message in messages:
            await producer.send(topic, message.value, message.key.encode())
        await producer.flush()
        return len(messages) / (perf_counter() - began)
    finally:
        await producer.stop()


async def _consumed(bootstrap: str, topic: str, count: int) -> float:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=_FETCH_BYTES,
    )
    consumer.assign([TopicPartition(topic, part) for part in range(PARTS)])
    await consumer.start()
    try:
        began, read = perf_counter(), 0
        while read < count:
            found = await consumer.getmany(timeout_ms=_PATIENCE_MS, max_records=_AT_ONCE)
            assert found, "the broker gives nothing any more"
            read += sum(map(len, found.values()))
        return read / (perf_counter() - began)
    finally:
        await consumer.stop()
