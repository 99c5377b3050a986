"""Following topics together: the group deals the partitions out, the view's checkpoint says where to read.

The group's own client only takes part in the dealing; it reads nothing. Each partition that is dealt to
us gets a loop with a client of its own, so that dealing anew never waits for reading, nor reading for it.
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
from shared.messaging.kafka.link import Link, consumer_of
from shared.messaging.kafka.loops import Loops
from shared.messaging.kafka.source import PartitionSource
from shared.messaging.kafka.topics import count_partitions
from shared.messaging.promise import MakeLoop
from shared.subscription.loop import Subscription

logger = structlog.get_logger(__name__)

_LOOK_MS = 500
_PAUSE_SECONDS = 1.0
_ANSWER_SECONDS = 5.0


class Followed(NamedTuple):
    """A partition that is ours now."""

    source: PartitionSource
    loop: Subscription[Any]


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
        make_loop: MakeLoop,
    ) -> None:
        self._background, self._link = background, link
        self._topics, self._group, self._make_loop = topics, group, make_loop
        self._mine: frozenset[TopicPartition] = frozenset()
        self._followed: dict[TopicPartition, Followed] = {}
        self._told: dict[TopicPartition, int] = {}
        self._changing = asyncio.Lock()
        self._running: Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._member: LogicSubscriber[Any] | None = None
        self.loops, self.rebalances, self.fault = Loops(), 0, ""

    def start(self) -> None:
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
        if self._task is not None:
            self._task.cancel()

    async def _keep(self) -> None:
        self._task = asyncio.current_task()
        with suppress(asyncio.CancelledError):
            while True:
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
            await member.start()
            consumer = consumer_of(member)
            while True:
                await self._look(consumer)
                with suppress(NoOffsetForPartitionError):  # it need not stand anywhere
                    await consumer.getmany(timeout_ms=_LOOK_MS)  # it tells of faults, nothing else
                await self._take_up()
        finally:
            self._mine = frozenset()
            await self._release()
            self._member = None
            with suppress(KafkaError):
                await member.stop()

    async def _look(self, consumer: AIOKafkaConsumer) -> None:
        """Ask Kafka whether it is there, and tell it how far we are."""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await consumer.end_offsets(sorted(self._mine))
                await self._tell(consumer, self._followed)
        except (KafkaError, TimeoutError) as error:
            self._note(error)
        else:
            self.fault = ""

    async def _tell(
        self, consumer: AIOKafkaConsumer, followed: Mapping[TopicPartition, Followed]
    ) -> None:
        """Commit the positions of the views, behind the views, for the tools that show lag."""
        now = {partition: one.loop.progress.position for partition, one in followed.items()}
        news = {partition: p for partition, p in now.items() if self._told.get(partition) != p}
        if news:
            await consumer.commit(news)
            self._told.update(news)

    async def _take_up(self) -> None:
        """Begin a loop for each partition that is ours and has none."""
        async with self._changing:
            for partition in sorted(self._mine - self._followed.keys()):
                source = PartitionSource(self._background, self._link, *partition, whole=False)
                try:
                    loop = await asyncio.to_thread(self._make_loop, source)
                except Exception as error:  # noqa: BLE001 -- whatever it is, the next look tries again
                    self._note(error)
                    return
                if partition in self._mine:
                    self._followed[partition] = Followed(source, loop.start())
            self.loops.now = {one.loop.name: one.loop for one in self._followed.values()}

    async def _release(self) -> None:
        """End every loop, all at the same time."""
        async with self._changing:
            going, self._followed, self.loops.now = self._followed, {}, {}
            await asyncio.gather(*(asyncio.to_thread(_end, one) for one in going.values()))
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


def _end(followed: Followed) -> None:
    followed.loop.stop()
    followed.source.close()
