"""The district statistics rebuilt from Kafka in one process, and followed from the beginning by two.

The references are bare aiokafka reading the same topic, which looks at nothing it reads, and
`quixstreams` reading and counting. The platform reads, decodes, folds, stores, indexes and switches.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import islice

from services.membership.outgoing import PUBLICATION
from services.reporting.projections.statistics import STATISTICS
from services.reporting.views import views_of
from shared.database import open_engine
from shared.messaging.kafka import KafkaBackbone, Link
from shared.subscription import views
from tests.bench import city
from tests.bench.folding import OTHER_SHAPE
from tests.bench.kafka import bare, broker, following, peers
from tests.bench.kafka.following import UNTIL
from tests.bench.report import Result, in_turn, rss_mb
from tests.support.postgres import TestServer

ROUNDS = 3
MEMBERS = 160_000
_TOGETHER = 10_000


def run(server: TestServer, rounds: int = ROUNDS, members: int = MEMBERS) -> list[Result]:
    """Rebuild and read in turn."""
    with server.database() as url, broker.running() as bootstrap, ExitStack() as closing:
        topic = broker.make_topic(bootstrap, PUBLICATION.topic)
        backbone = KafkaBackbone(Link(bootstrap))
        closing.callback(backbone.close)
        count = _filled(url, backbone, members)
        ours, reference = in_turn(
            rounds,
            _rebuilding(url, backbone, closing),
            lambda: bare.consumed(bootstrap, topic, count),
        )
        one, two = in_turn(rounds, *(following.by(n, server, bootstrap, UNTIL) for n in (1, 2)))
        theirs = peers.figure("quix", bootstrap, topic, str(count))
    return [*_judged(ours, reference, one, two), *_beside(ours, theirs)]


def _judged(ours: float, reference: float, one: float, two: float) -> list[Result]:
    memory = rss_mb()
    return [
        Result(
            "kafka-rebuild", ours, "events/s", "bare aiokafka getmany", reference,
            ours / reference, "ratio ≥ 0.50", ours / reference >= 0.5, rss_mb=memory,
        ),
        Result(
            "kafka-rebuild-speed", ours, "events/s", "the bar", 200_000.0,
            ours / 200_000, "≥ 200,000 events/s", ours >= 200_000, rss_mb=memory,
        ),
        Result(
            "kafka-two-processes", two, "events/s", "one process following", one,
            two / one, "ratio ≥ 1.7", two / one >= 1.7, rss_mb=memory,
        ),
    ]  # fmt: skip


def _beside(ours: float, theirs: float | None) -> Sequence[Result]:
    if theirs is None:
        return ()
    return (
        Result(
            "kafka-rebuild-vs-quixstreams", ours, "events/s", "quixstreams", theirs,
            ours / theirs, "ratio ≥ 1", ours >= theirs, rss_mb=rss_mb(),
        ),
    )  # fmt: skip


def _filled(url: str, backbone: KafkaBackbone, members: int) -> int:
    """Publish the tree and the members' histories; answers how many messages there are."""
    branches = city.found(url)
    tree = city.read_log(url)
    publisher = backbone.publisher()
    events = iter([*tree, *city.histories(branches, members, len(tree) + 1)])
    while batch := list(islice(events, _TOGETHER)):
        told = [message for message in map(PUBLICATION.message, batch) if message is not None]
        reached = PUBLICATION.reached(batch[-1])
        publisher.publish([*told, reached])
    return sum(source.head() for source in backbone.sources(PUBLICATION.topic))


def _rebuilding(url: str, backbone: KafkaBackbone, closing: ExitStack) -> Callable[[], float]:
    """The rebuild of a view whose shape has changed: everything is read, nothing compared."""
    engine = open_engine(url)
    closing.callback(engine.dispose)
    view = views_of(engine, backbone)[STATISTICS.name]
    views.ensure_view(engine, STATISTICS)

    def rebuilt() -> float:
        with engine.begin() as connection:
            connection.execute(OTHER_SHAPE)
        report = view.rebuild().run()
        assert report.switched
        return report.events / report.seconds

    return rebuilt
