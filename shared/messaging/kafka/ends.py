"""Where the partitions of a topic end and begin, asked in one question each: for health and metrics, again and again."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.clock import monotonic_seconds
from shared.messaging.kafka.background import Background
from shared.messaging.kafka.link import KafkaUnavailable, Link, opened
from shared.messaging.kafka.topics import count_partitions

_PATIENCE_SECONDS = 3.0
"""Whoever asks how a process fares wants an answer, even if it is that Kafka gives none."""
_COUNTED_SECONDS = 300.0
"""A topic grows partitions once in years."""


class TopicEnds:
    """The ends of one topic's partitions, both of them; its client is opened when it is used first, and kept."""

    def __init__(self, background: Background, link: Link, topic: str) -> None:
        self._background, self._link, self._topic = background, link, topic
        self._client: AIOKafkaConsumer | None = None
        self._counted: tuple[float, int] | None = None

    def heads(self) -> Mapping[str, int]:
        """The newest position of each partition, by its source's name.

        Raises:
            KafkaUnavailable: Kafka did not answer within three seconds.
        """
        return self._background.run(self._ask(AIOKafkaConsumer.end_offsets))

    def begins(self) -> Mapping[str, int]:
        """The position behind which each partition begins, by its source's name. Raises as `heads` does."""
        return self._background.run(self._ask(AIOKafkaConsumer.beginning_offsets))

    def close(self) -> None:
        self._background.run(self._let_go())

    async def _ask(self, which: Callable[..., Any]) -> Mapping[str, int]:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                partitions = [TopicPartition(self._topic, n) for n in range(await self._count())]
                found = await which(await self._opened(), partitions)
        except (KafkaError, TimeoutError) as error:
            await self._let_go()
            raise KafkaUnavailable(repr(error)) from error
        return {f"{at.topic}/{at.partition}": int(offset) for at, offset in found.items()}

    async def _count(self) -> int:
        now = monotonic_seconds()
        if self._counted is None or now - self._counted[0] > _COUNTED_SECONDS:
            self._counted = now, await count_partitions(self._link, self._topic)
        return self._counted[1]

    async def _opened(self) -> AIOKafkaConsumer:
        """A client that is given no partition, and so fetches nothing."""
        if self._client is None:
            client = self._link.looking()
            try:
                await opened(client.start())
            except BaseException:
                await client.stop()
                raise
            self._client = client
        return self._client

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.stop()
