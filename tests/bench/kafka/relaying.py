"""The relay from a log in PostgreSQL to Kafka: read, decode, translate, publish, checkpoint.

The references are bare aiokafka sending the same messages, which are ready in memory, and
`faststream-outbox` relaying as many bytes a message from its own table.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from time import perf_counter

from services.membership.outgoing import PUBLICATION
from shared.database import open_engine, open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import OutgoingMessage
from shared.messaging.relay import Relay
from shared.signals import Signals
from tests.bench import city
from tests.bench.kafka import bare, broker, peers
from tests.bench.report import Result, in_turn, rss_mb
from tests.support.postgres import TestServer

ROUNDS = 9
"""A median of three moved between 0.39 and 0.55 within minutes of an unsteady hour."""
MEMBERS = 20_000
OF_THE_PEER = 1_000
_BATCH = 500
"""As the running relay reads."""


def run(server: TestServer, rounds: int = ROUNDS, members: int = MEMBERS) -> list[Result]:
    """Relay and send in turn, each time to a new topic."""
    with server.database() as url:
        branches = city.found(url)
        city.fill_log(url, city.registrations(branches, members))
        with broker.running() as bootstrap, ExitStack() as closing:
            numbers = count()

            def topic() -> str:
                return broker.make_topic(bootstrap, f"bench-relay-{next(numbers)}")

            events = city.read_log(url)
            told = _told(events)
            ours, reference = in_turn(
                rounds,
                _relaying(url, Link(bootstrap), topic, len(events), closing),
                lambda: bare.produced(Link(bootstrap), topic(), told),
            )
            theirs = peers.figure("outbox", bootstrap, topic(), url, str(OF_THE_PEER))
    return _judged(ours, reference, theirs)


def _judged(ours: float, reference: float, theirs: float | None) -> list[Result]:
    memory = rss_mb()
    results = [
        Result(
            "kafka-relay", ours, "events/s", "bare aiokafka send", reference,
            ours / reference, "ratio ≥ 0.50", ours / reference >= 0.5, rss_mb=memory,
        ),
    ]  # fmt: skip
    if theirs is not None:
        results.append(
            Result(
                "kafka-relay-vs-outbox", ours, "events/s", "faststream-outbox", theirs,
                ours / theirs, "ratio ≥ 1", ours >= theirs, rss_mb=memory,
            )
        )  # fmt: skip
    return results


def _told(events: Sequence[StoredEvent]) -> list[OutgoingMessage]:
    told = map(PUBLICATION.message, events)
    return [message for message in told if message is not None]


def _relaying(
    url: str, link: Link, topic: Callable[[], str], events: int, closing: ExitStack
) -> Callable[[], float]:
    """The whole log to a topic, from the first read to the last checkpoint."""
    pool, engine = closing.enter_context(open_pool(url)), open_engine(url)
    closing.callback(engine.dispose)
    backbone = KafkaBackbone(link)
    closing.callback(backbone.close)
    log = LogSource(PostgresEventStore(pool), Signals(url, ()))

    def relayed() -> float:
        name = topic()
        telling = replace(PUBLICATION, topic=name)
        relay = Relay(engine, name, telling, backbone.publisher())
        began, position = perf_counter(), relay.resume(log.name)
        while batch := log.read(position, _BATCH):
            position = relay.handle(log.name, position, batch)
        seconds = perf_counter() - began
        relay.close()
        assert position >= events
        return events / seconds

    return relayed
