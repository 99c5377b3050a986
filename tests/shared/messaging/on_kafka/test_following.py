"""Instances share a topic's parts; whoever gets one goes on from the view's own checkpoint."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from threading import Event, Semaphore, Thread

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from sqlalchemy import Engine

from shared.clock import monotonic_seconds
from shared.messaging.all_parts import each
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.kafka.background import Background
from shared.messaging.kafka.following import KafkaFollowing
from shared.messaging.promise import Led, Message, OutgoingMessage
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Source
from tests.support.kafka import TestKafka
from tests.support.looking import checkpoint, ledger, parked
from tests.support.sample import Sample, messages

PARTITIONS, ROUNDS, PATIENCE = 3, 3, 30.0
Start = Callable[[], "Instance"]


class Instance:
    """One process of a service, as far as following goes."""

    def __init__(self, link: Link, engine: Engine, view: Sample, topic: str) -> None:
        self.backbone = KafkaBackbone(link)
        self._engine, self._view = engine, view
        self.begun, self.failures, self.closed = Semaphore(0), 0, False
        self.following: KafkaFollowing = self.backbone.follow(
            (topic,), f"sample.{topic}", each(self._loop)
        )
        self.following.start()

    def _loop(self, source: Source[Message]) -> Subscription[Message]:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        self.begun.release()
        return Subscription(source.name, source, Projector(self._engine, self._view), batch=7)

    def wait_for_parts(self, count: int) -> None:
        for _ in range(count):
            assert self.begun.acquire(timeout=PATIENCE)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.following.stop()
            self.backbone.close()


class Topic:
    """A topic of several parts that is written to."""

    def __init__(self, kafka: TestKafka, backbone: KafkaBackbone) -> None:
        self.name = kafka.make_topic(partitions=PARTITIONS)
        self.bootstrap, self.group = kafka.bootstrap, f"sample.{self.name}"
        self._backbone, self._publisher = backbone, backbone.publisher()
        self.told: list[Message] = []

    def tell(self, count: int) -> None:
        """So many messages more, of seven streams in turn."""
        before = len(self.told)
        self.told = messages(*[(f"stream-{n % 7}", n) for n in range(before + count)])
        self._publisher.publish(
            [
                OutgoingMessage(self.name, m.key, m.value, m.sequence, m.recorded_at)
                for m in self.told[before:]
            ]
        )

    def heads(self) -> dict[str, int]:
        return {source.name: source.head() for source in self._backbone.sources(self.name)}

    def committed(self) -> dict[int, int | None]:
        with closing(self._consumer()) as consumer:
            return {n: consumer.committed(TopicPartition(self.name, n)) for n in range(PARTITIONS)}

    def commit(self, offset: int) -> None:
        """As an operator who moves the group's offsets."""
        with closing(self._consumer()) as consumer:
            at = OffsetAndMetadata(offset, "", -1)
            consumer.commit({TopicPartition(self.name, n): at for n in range(PARTITIONS)})

    def _consumer(self) -> KafkaConsumer:
        return KafkaConsumer(
            bootstrap_servers=self.bootstrap, group_id=self.group, enable_auto_commit=False
        )


@pytest.fixture
def link(kafka: TestKafka) -> Link:
    """With a group that notices at once who comes and goes."""
    return Link(kafka.bootstrap, session_seconds=1.0)


@pytest.fixture
def told(kafka: TestKafka, backbone: KafkaBackbone) -> Topic:
    return Topic(kafka, backbone)


@pytest.fixture
def start(link: Link, engine: Engine, view: Sample, told: Topic) -> Iterator[Start]:
    with ExitStack() as running:
        yield lambda: running.enter_context(closing(Instance(link, engine, view, told.name)))


def arrived(engine: Engine, topic: Topic) -> None:
    """Return when the view has everything; fail when it does not come, or not once."""
    until = monotonic_seconds() + PATIENCE
    for name, head in topic.heads().items():
        while checkpoint(engine, name).position < head:
            assert monotonic_seconds() < until, name
    assert len(ledger(engine)) == len(topic.told)
    assert parked(engine) == {}


def followed_once(engine: Engine, told: Topic, start: Start) -> None:
    """Somebody has followed thirty messages to their end, and gone."""
    told.tell(30)
    first = start()
    first.wait_for_parts(PARTITIONS)
    arrived(engine, told)
    first.close()


def test_whoever_comes_gets_parts_and_whoever_goes_leaves_them_and_each_message_counts_once(
    engine: Engine, told: Topic, start: Start
) -> None:
    told.tell(50)
    first = start()
    first.wait_for_parts(PARTITIONS)
    arrived(engine, told)
    for _ in range(ROUNDS):
        told.tell(40)
        second = start()
        second.wait_for_parts(1)
        told.tell(40)
        second.close()
        told.tell(40)
        arrived(engine, told)
    assert first.following.rebalances >= 2 * ROUNDS


def test_the_views_checkpoint_counts_not_what_kafka_was_told(
    engine: Engine, told: Topic, start: Start
) -> None:
    followed_once(engine, told, start)
    told.tell(30)
    for moved in (10_000, 0):
        told.commit(moved)
        again = start()
        again.wait_for_parts(PARTITIONS)
        arrived(engine, told)
        again.close()
        told.tell(5)


def test_kafka_is_told_where_the_view_is_for_those_who_watch(
    engine: Engine, told: Topic, start: Start
) -> None:
    followed_once(engine, told, start)

    assert [*told.committed().values()] == [*told.heads().values()]


def test_a_loop_that_could_not_be_made_is_made_as_soon_as_it_can_be(
    engine: Engine, told: Topic, start: Start
) -> None:
    told.tell(10)
    instance = start()
    instance.failures = 2
    instance.wait_for_parts(PARTITIONS)
    arrived(engine, told)
    assert instance.following.fault in {"", "ConnectionError: the database is away"}


def test_a_topic_nobody_made_is_told_as_the_fault(
    link: Link, engine: Engine, view: Sample, told: Topic
) -> None:
    with closing(Instance(link, engine, view, "nobody.v1")) as instance:
        while "topic nobody.v1 does not exist" not in instance.following.fault:
            told.heads()
        assert not instance.following.loops


def leads_nobody(_: object) -> Led:
    raise ConnectionError("the database is away")


def test_whenever_it_is_stopped_it_leaves_no_connection_behind(link: Link, told: Topic) -> None:
    """Also amid the first question of one of its clients; Python tells of what was forgotten."""
    with ExitStack() as running:
        background = Background()
        running.callback(background.stop)
        for turns in range(0, 300, 3):
            following = KafkaFollowing(background, link, (told.name,), told.group, leads_nobody)
            following.start()
            for _ in range(turns):
                background.run(asyncio.sleep(0))
            following.stop()
    gc.collect()


def test_it_stops_also_when_a_client_passes_over_that_it_is_cancelled(
    link: Link, told: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As aiokafka's does while it awaits the end of its own tasks."""
    closing_itself, close = Event(), AIOKafkaAdminClient.close

    async def close_slowly(client: AIOKafkaAdminClient) -> None:
        await close(client)
        closing_itself.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(PATIENCE)

    monkeypatch.setattr(AIOKafkaAdminClient, "close", close_slowly)
    background = Background()
    following = KafkaFollowing(background, link, (told.name,), told.group, leads_nobody)
    following.start()
    assert closing_itself.wait(PATIENCE)
    stopping = Thread(target=following.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    background.stop()
