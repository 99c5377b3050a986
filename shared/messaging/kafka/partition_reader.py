"""The client's side of a source: one partition, read in the event loop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError
from faststream.kafka.subscriber.usecase import LogicSubscriber

from shared.clock import monotonic_seconds
from shared.messaging.kafka.link import KafkaUnavailable, Link, consumer_of, opened
from shared.messaging.kafka.records import unreadable
from shared.messaging.promise import POSITION_LOST_PAGE, PositionLost

Records = list["ConsumerRecord[Any, Any]"]

_SEEKING_MS = 20
"""How long a broker may keep a question open: a seek waits so long."""
_PATIENCE_SECONDS = 30.0
"""So long a read waits for what is known to be there."""
_UNKNOWN = -1
"""What a broker says of the ends of a partition that it has just been given."""
_IDLE_SECONDS = 30.0
"""A client nobody has read with for so long is closed; the next read opens another."""


class PartitionReader:
    """Reads from wherever it is asked to; one reading at a time, all others wait for it."""

    def __init__(self, link: Link, partition: TopicPartition) -> None:
        self._link, self._partition = link, partition
        self._subscriber: LogicSubscriber[Any] | None = None
        self._next: int | None = None
        self._held: Records = []
        self._one, self._waking = asyncio.Lock(), asyncio.Event()
        self._idle: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    async def read_whole(self, after: int, limit: int) -> Records:
        """As many as there are, if need be after waiting for them.

        Raises:
            KafkaUnavailable: they did not come.
        """
        until = monotonic_seconds() + _PATIENCE_SECONDS
        async with self._one:
            consumer = await self._at(after)
            found = await self._take(consumer, 0, limit)
            end = await self._end(consumer) if len(found) < limit else after
            if after > end:
                raise await self._lost(consumer)
            while len(found) < limit and await consumer.position(self._partition) < end:
                if monotonic_seconds() > until:
                    raise KafkaUnavailable(f"{self._partition} does not give what it has")
                found += await self._take(consumer, 1, limit - len(found))
            return found

    async def head(self) -> int:
        """The position of the newest record."""
        async with self._one:
            consumer = await self._opened()
        return await self._end(consumer)

    async def wait(self, seconds: float, enough: Callable[[], bool]) -> None:
        """Return when a record has arrived behind the last reading, or somebody calls `wake`."""
        async with self._one:
            consumer = await self._at(self._next or 0)
            if self._held or enough():
                return
            self._waking.clear()
            coming = asyncio.create_task(self._fetch(consumer, seconds, 1))
            waking = asyncio.create_task(self._waking.wait())
            await asyncio.wait({coming, waking}, return_when=asyncio.FIRST_COMPLETED)
            waking.cancel()
            coming.cancel()
            with suppress(asyncio.CancelledError):
                self._held = await coming

    def wake(self) -> None:
        self._waking.set()

    async def close(self) -> None:
        """Close the client, if there is one; a later reading opens another."""
        async with self._one:
            if self._idle:
                self._idle.cancel()
            subscriber, self._subscriber = self._subscriber, None
            if subscriber:
                await subscriber.stop()

    async def _opened(self) -> AIOKafkaConsumer:
        if self._idle:
            self._idle.cancel()
        if self._subscriber is None:
            topic, number = self._partition
            subscriber = await self._link.partition(topic, number, _SEEKING_MS)
            try:
                await opened(subscriber.start())
            except KafkaError as error:
                await subscriber.stop()
                raise KafkaUnavailable(repr(error)) from error
            self._subscriber = subscriber
            self._forget()
        self._idle = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self._close_idle)
        return consumer_of(self._subscriber)

    def _close_idle(self) -> None:
        self._closing = asyncio.create_task(self.close())

    async def _at(self, after: int) -> AIOKafkaConsumer:
        """The client, standing behind a position."""
        consumer = await self._opened()
        if after != self._next:
            consumer.seek(self._partition, after)
            self._held, self._next = [], after
        return consumer

    def _forget(self) -> None:
        """Let the next reading seek its position: where the client stands is not certain."""
        self._held, self._next = [], None

    async def _take(self, consumer: AIOKafkaConsumer, seconds: float, limit: int) -> Records:
        taken, self._held = self._held[:limit], self._held[limit:]
        if len(taken) < limit:
            taken += await self._fetch(consumer, 0 if taken else seconds, limit - len(taken))
        if taken:
            self._next = taken[-1].offset + 1
        return taken

    async def _fetch(self, consumer: AIOKafkaConsumer, seconds: float, limit: int) -> Records:
        try:
            found = await consumer.getmany(
                self._partition, timeout_ms=int(seconds * 1000), max_records=limit
            )
        except OffsetOutOfRangeError as error:
            raise await self._lost(consumer) from error
        except KafkaError as error:
            self._forget()
            raise KafkaUnavailable(repr(error)) from error
        except ValueError as error:  # the client's own parser: a header's name that is not UTF-8
            if limit > 1:
                return await self._fetch(consumer, 1, limit // 2)
            return [await self._stepped_over(consumer, error)]
        return list(found.get(self._partition, ()))

    async def _stepped_over(
        self, consumer: AIOKafkaConsumer, error: ValueError
    ) -> "ConsumerRecord[Any, Any]":
        """What stands for a record that the client cannot read, which is the next one.

        Nor can it read those behind it in the same batch: whoever sent that one sent them too.
        """
        offset = await consumer.position(self._partition)
        consumer.seek(self._partition, offset + 1)
        return unreadable(self._partition, offset, f"{type(error).__name__}: {error}")

    async def _end(self, consumer: AIOKafkaConsumer) -> int:
        try:
            return int((await consumer.end_offsets([self._partition]))[self._partition])
        except KafkaError as error:
            raise KafkaUnavailable(repr(error)) from error

    async def _lost(self, consumer: AIOKafkaConsumer) -> Exception:
        """What to say of a position the broker does not have."""
        asked = await consumer.position(self._partition)
        self._forget()
        try:
            begin = int((await consumer.beginning_offsets([self._partition]))[self._partition])
            end = await self._end(consumer)
        except (KafkaError, KafkaUnavailable) as error:
            return KafkaUnavailable(repr(error))
        if begin <= asked <= end or _UNKNOWN in (begin, end):
            return KafkaUnavailable(f"{self._partition} has not caught up with {asked} yet")
        topic, partition = self._partition
        held = f"positions {begin + 1} to {end}" if end > begin else "nothing"
        return PositionLost(
            f"{topic}/{partition} is to be read behind position {asked}, but it holds {held}. Nothing"
            " was skipped. Was the topic made anew, or does it not keep everything (retention.ms -1)?"
            f" See {POSITION_LOST_PAGE}"
        )
