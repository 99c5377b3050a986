"""Following topics together: the group deals the partitions out, the view's checkpoint says where to read.

The group's own client only takes part in the dealing; it reads nothing. All partitions that are dealt to us
are read by another client, so that dealing anew never waits for reading, nor reading for it.
"""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, NamedTuple

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError, NoOffsetForPartitionError
from faststream.kafka.subscriber.usecase import LogicSubscriber

from shared.messaging.kafka.background import Background
from shared.messaging.kafka.link import Link, consumer_of, opened
from shared.messaging.kafka.live import Live
from shared.messaging.kafka.loops import Loops
from shared.messaging.kafka.topics import count_partitions
from shared.messaging.promise import Lead, Led

logger = structlog.get_logger(__name__)

_LOOK_MS = 500
_PAUSE_SECONDS = 1.0
_ANSWER_SECONDS = 5.0


class Followed(NamedTuple):
    """What is ours now: its partitions, and who leads us through them."""

    live: Live
    led: Led

    def positions(self) -> Mapping[TopicPartition, int]:
        """How far each partition is handled, where its loop has begun."""
        loops = {one.source: one.progress.position for one in self.led.loops.values()}
        reached = {part.partition: loops[part.name] for part in self.live.parts}
        return {partition: position for partition, position in reached.items() if position}


class KafkaFollowing(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """`Following`: takes part in the group until it is stopped, however often Kafka goes and comes back.

    What it commits to Kafka is for those who look on; nobody reads from there.
    """

    def __init__(
        self,
        background: Background,
        link: Link,
        topics: tuple[str, ...],
        group: str,
        lead: Lead,
    ) -> None:
        self._background, self._link = background, link
        self._topics, self._group, self._lead = topics, group, lead
        self._mine: frozenset[TopicPartition] = frozenset()
        self._followed: Followed | None = None
        self._told: dict[TopicPartition, int] = {}
        self._changing, self._stopping = asyncio.Lock(), False
        self._running: Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._member: LogicSubscriber[Any] | None = None
        self.loops, self.rebalances, self.fault = Loops(), 0, ""

    def start(self) -> None:
        self._stopping = False
        self.fault = f"{', '.join(self._topics)}: not in the group yet"
        self._running = self._background.begin(self._keep())

    def stop(self) -> None:
        if self._running is not None:
            self._background.run(self._cancel())
            self._running.result()
            self._running = None

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Others may get these: let the loops finish what they have at hand."""
        del revoked
        self._mine = frozenset()
        await self._release()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """These are ours now."""
        self.rebalances, self.fault = self.rebalances + 1, ""
        self._mine = frozenset(assigned)
        if self._member is not None:
            _read_nothing(consumer_of(self._member), self._mine)
        await self._take_up()

    async def _cancel(self) -> None:
        """Being cancelled is not enough: a client that is closing itself passes over it."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()

    async def _keep(self) -> None:
        self._task = asyncio.current_task()
        with suppress(asyncio.CancelledError):
            while not self._stopping:
                try:
                    await self._take_part()
                except Exception as error:  # noqa: BLE001 -- whatever it is, it is told and tried again
                    self._note(error)
                    await asyncio.sleep(_PAUSE_SECONDS)

    async def _take_part(self) -> None:
        """Be a member of the group; leave it when something goes wrong, or when cancelled."""
        for topic in self._topics:  # for one that is not there the client would wait for long
            await count_partitions(self._link, topic)
        self._member = member = await self._link.member(self._topics, self._group, self)
        try:
            await opened(member.start())
            consumer = consumer_of(member)
            while not self._stopping:
                await self._look(consumer)
                with suppress(NoOffsetForPartitionError):  # it need not stand anywhere
                    await consumer.getmany(timeout_ms=_LOOK_MS)  # it tells of faults, nothing else
                await self._take_up()
        finally:
            await self._let_go()
            self._member = None
            try:
                with suppress(KafkaError):
                    await member.stop()
            finally:  # it lets a dealing out come to its end, which may have given us parts again
                await self._let_go()

    async def _let_go(self) -> None:
        self._mine = frozenset()
        await self._release()

    async def _look(self, consumer: AIOKafkaConsumer) -> None:
        """Ask Kafka whether it is there, and tell it how far we are."""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await consumer.end_offsets(sorted(self._mine))
                await self._tell(consumer, self._followed)
        except (KafkaError, TimeoutError) as error:
            self._note(error)
        else:
            if self._followed or not self._mine:  # else what kept us from leading is still so
                self.fault = ""

    async def _tell(self, consumer: AIOKafkaConsumer, followed: Followed | None) -> None:
        """Commit the positions of the views, behind the views, for the tools that show lag."""
        now = followed.positions() if followed else {}
        news = {partition: p for partition, p in now.items() if self._told.get(partition) != p}
        if news:
            await consumer.commit(news)
            self._told.update(news)

    async def _take_up(self) -> None:
        """Begin with the partitions that are ours, if we have not yet."""
        async with self._changing:
            mine = sorted(self._mine)
            if self._followed or not mine:
                return
            live = Live(self._background, self._link, mine)
            try:
                led = await asyncio.to_thread(self._lead, live.parts)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next look tries again
                self._note(error)
                return
            if mine == sorted(self._mine):
                self._followed, self.loops.now = Followed(live, led), led.loops
                await asyncio.to_thread(_begin, self._followed)

    async def _release(self) -> None:
        """Let go of all partitions, behind what is at hand."""
        async with self._changing:
            going, self._followed, self.loops.now = self._followed, None, {}
            if going:
                await asyncio.to_thread(_end, going)
            if self._member is not None and self._member.consumer is not None:
                with suppress(KafkaError, TimeoutError):
                    async with asyncio.timeout(_PAUSE_SECONDS):
                        await self._tell(self._member.consumer, going)

    def _note(self, error: BaseException) -> None:
        self.fault = f"{type(error).__name__}: {error}"
        logger.warning("following.fault", topics=self._topics, reason=type(error).__name__)


def _read_nothing(consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> None:
    consumer.pause(*partitions)
    for partition in partitions:
        consumer.seek(partition, 0)


def _begin(followed: Followed) -> None:
    followed.live.start()
    followed.led.start()


def _end(followed: Followed) -> None:
    followed.led.stop()
    followed.live.close()
