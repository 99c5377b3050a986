"""Asking the brokers for what comes: one question to each that leads some of our partitions, again and again.

A client for each partition would ask for each by itself. A relay ends each batch with a mark in every part,
so all of them have news at once: one answer brings it all.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog
from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError, OffsetOutOfRangeError, StaleMetadata, for_code

from shared.messaging.kafka.arrivals import Arrivals
from shared.messaging.kafka.batches import Answer, answered, question
from shared.messaging.kafka.link import KafkaUnavailable, Link, opened

logger = structlog.get_logger(__name__)

_FOLLOWING_MS, _SHORT_MS = 500, 20
"""How long a broker may keep a question open; who follows is told at once of what comes."""
_PART_BYTES = 1024 * 1024
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 1.0
_Led = Mapping[int, Sequence[TopicPartition]]


class Asking:
    """Asks until it is cancelled, however often Kafka goes and comes back, and partitions change their leader."""

    def __init__(
        self, link: Link, partitions: Sequence[TopicPartition], arrivals: Arrivals
    ) -> None:
        self._link, self._partitions, self._arrivals = link, partitions, arrivals
        self._wanted, self._ended = asyncio.Event(), False

    def more(self) -> None:
        """There is something to be asked for that was not before."""
        self._wanted.set()

    def end(self) -> None:
        """Before `keep` is cancelled: a client that has its answer at that moment passes over it."""
        self._ended = True

    async def keep(self) -> None:
        while not self._ended:
            client = self._link.fetching()
            try:
                await opened(client.bootstrap())
                await client.set_topics({partition.topic for partition in self._partitions})
                while not self._ended:
                    await self._ask_leaders(client)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told and tried again
                logger.warning("asking.fault", reason=type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)
            finally:
                await client.close()

    async def _ask_leaders(self, client: AIOKafkaClient) -> None:
        """Ask every leader until one of them is not the leader any more."""
        led = self._led(client)
        asking = [asyncio.create_task(self._ask_on(client, node, led)) for node in led]
        try:
            ended, _ = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            led.clear()  # as in `end`
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    def _led(self, client: AIOKafkaClient) -> dict[int, list[TopicPartition]]:
        """The partitions by their leader; -1 of those that have none at the moment."""
        found = defaultdict(list)
        for partition in self._partitions:
            leader = client.cluster.leader_for_partition(partition)
            found[-1 if leader is None else leader].append(partition)
        return found

    async def _ask_on(self, client: AIOKafkaClient, node: int, led: _Led) -> None:
        """Ask one broker for those of the partitions it leads, until it leads others.

        One that is away is asked ever more patiently; the group's own client tells of it.
        """
        pause, partitions = _PAUSE_SECONDS, led[node]
        while led and partitions == self._led(client).get(node):
            with suppress(KafkaError):
                if await self._ask(client, node, partitions):
                    pause = _PAUSE_SECONDS
                    continue
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            await client.force_metadata_update()

    async def _ask(
        self, client: AIOKafkaClient, node: int, partitions: Sequence[TopicPartition]
    ) -> bool:
        """Ask once; false if the broker does not lead one of them."""
        if node < 0:
            raise StaleMetadata("no leader")
        self._wanted.clear()
        offsets, whole = self._arrivals.wanted(partitions)
        if not offsets:
            await self._wanted.wait()
            return True
        asked = question(offsets, _PART_BYTES, _FOLLOWING_MS if whole else _SHORT_MS)
        answers = answered(await client.send(node, asked))
        refused = [one for one in answers if not self._bring(one, offsets[one.partition])]
        return not refused

    def _bring(self, answer: Answer, asked: int) -> bool:
        partition, code, _, batches = answer
        if not code:
            self._arrivals.bring(partition, asked, batches)
            return True
        fault = for_code(code)
        if getattr(fault, "invalid_metadata", False):
            return False
        known = fault is OffsetOutOfRangeError
        told = fault() if known else KafkaUnavailable(f"{partition}: {fault.__name__}")
        self._arrivals.tell(partition, asked, told)
        return True
