"""Where Kafka is, and the only places where its clients are made: every default that is wrong for us is set.

FastStream's own defaults acknowledge before anything is done, jump to the end of a topic when a position
is lost, create topics that were misspelt, and confirm a publication when one broker has it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from faststream.kafka import KafkaBroker, TopicPartition
from faststream.kafka.security import parse_security
from faststream.kafka.subscriber.usecase import LogicSubscriber
from faststream.middlewares import AckPolicy
from faststream.security import SASLScram512

_BATCH_BYTES = 900_000
"""Of one partition's messages at once: below what a broker takes by default (1,048,588)."""
FETCH_BYTES = 8 * 1024 * 1024
"""Of one answer, and of one partition where it is read record by record: one that is too large still comes."""
_REQUEST_MS = 10_000
_NEVER_MS = 2**31 - 1
_OPENING_SECONDS = 1.0
"""So long a client may go on opening itself when nobody wants it any more."""


class KafkaUnavailable(ConnectionError):
    """Kafka does not answer, or not yet: try again."""


@dataclass(frozen=True)
class Scram:
    """Who we are (SASL/SCRAM-SHA-512); ``ssl`` encrypts the way there."""

    user: str
    password: str = field(repr=False)
    ssl: SSLContext | None = None


@dataclass(frozen=True)
class Link:
    """A cluster and how to reach it.

    Attributes:
        bootstrap: `host:port,…` of some of its brokers.
        client: what its operators see us as.
        scram: who we are; None where nobody is asked.
        session_seconds: after so long without a word from an instance its parts go to others.
        confirm_seconds: so long a publication waits for its confirmation.
    """

    bootstrap: str
    client: str = "community-platform"
    scram: Scram | None = None
    session_seconds: float = 10.0
    confirm_seconds: float = 20.0

    def producer(self, *, compressed: bool) -> AIOKafkaProducer:
        """A client that repeats until all replicas in sync have a batch, without doubling it.

        ``compressed``: a twelfth to cross the network, check and keep. Not every client can read it.
        """
        return AIOKafkaProducer(
            **self._common(),
            acks="all",
            compression_type="zstd" if compressed else None,
            enable_idempotence=True,
            max_batch_size=_BATCH_BYTES,
            request_timeout_ms=_REQUEST_MS,
        )

    def admin(self) -> AIOKafkaAdminClient:
        """A client that asks what topics there are."""
        return AIOKafkaAdminClient(**self._common(), request_timeout_ms=_REQUEST_MS)

    def looking(self) -> AIOKafkaConsumer:
        """A client that follows nothing and commits nothing: it only asks where partitions end."""
        return AIOKafkaConsumer(
            **self._common(), enable_auto_commit=False, request_timeout_ms=_REQUEST_MS
        )

    def fetching(self) -> AIOKafkaClient:
        """A client that is asked for whole batches of records; it knows of no position."""
        return AIOKafkaClient(**self._common(), request_timeout_ms=_REQUEST_MS)

    async def partition(self, topic: str, partition: int, rest: int) -> LogicSubscriber[Any]:
        """A subscriber to one partition; it stands nowhere until it is told where (`seek`).

        ``rest``: how many milliseconds an asking may last where there is nothing new; a seek waits so long.
        """
        at = TopicPartition(topic, partition)
        return await self._subscriber(partitions=[at], fetch_max_wait_ms=rest)

    async def member(
        self, topics: Sequence[str], group: str, listener: ConsumerRebalanceListener
    ) -> LogicSubscriber[Any]:
        """A subscriber that takes part when a group deals out the partitions of its topics."""
        return await self._subscriber(
            *topics,
            group_id=group,
            listener=listener,
            session_timeout_ms=int(self.session_seconds * 1000),
            heartbeat_interval_ms=int(self.session_seconds * 300),
            max_poll_interval_ms=_NEVER_MS,  # its loops tell themselves how they get on
        )

    async def _subscriber(self, *topics: str, **options: Any) -> LogicSubscriber[Any]:
        """The one way to subscribe: nothing is acknowledged, reset or created behind our back."""
        broker = self._broker()
        await broker.connect()  # it has no producer and no administrator: nothing to be closed
        make: Callable[..., LogicSubscriber[Any]] = broker.subscriber
        return make(
            *topics,
            **options,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="none",
            max_partition_fetch_bytes=FETCH_BYTES,
            persistent=False,
        )

    def _broker(self) -> KafkaBroker:
        return KafkaBroker(
            self.bootstrap.split(","),
            client_id=self.client,
            security=self._security(),
            request_timeout_ms=_REQUEST_MS,
            consumer_only=True,
            allow_auto_create_topics=False,
            apply_types=False,
            logger=None,
        )

    def _security(self) -> SASLScram512 | None:
        who = self.scram
        if who is None:
            return None
        return SASLScram512(
            who.user, who.password, ssl_context=who.ssl, use_ssl=who.ssl is not None
        )

    def _common(self) -> dict[str, Any]:
        return {
            "bootstrap_servers": self.bootstrap.split(","),
            "client_id": self.client,
            **parse_security(self._security()),
        }


async def opened(opening: Coroutine[Any, Any, Any]) -> None:
    """Wait until a client has opened itself; being cancelled, let it come to that first.

    Its first question is asked on a connection that it knows of only afterwards: broken off amid that, it
    would leave the connection open (aiokafka's `AIOKafkaClient.bootstrap`).
    """
    task = asyncio.create_task(opening)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_OPENING_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def consumer_of(subscriber: LogicSubscriber[Any]) -> AIOKafkaConsumer:
    """The client of a subscriber that was started.

    Raises:
        RuntimeError: it was not.
    """
    if subscriber.consumer is None:
        raise RuntimeError("the subscriber was not started")
    return subscriber.consumer
