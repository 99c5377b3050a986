"""Reading the log and folding it into the district statistics, as a rebuild does it, in one process.

The reference is the `eventsourcing` library's replay without a view: its log is read and decoded, and
that is all. The platform reads, decodes, folds, stores the view, makes its indexes and switches it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter

from sqlalchemy import text

from services.reporting.projections.statistics import STATISTICS
from services.reporting.views import views_of
from shared.database import open_engine, open_pool
from shared.messaging.embedded import EmbeddedBackbone
from shared.signals import Signals
from shared.subscription import views
from tests.bench import city, library
from tests.bench.report import Result, in_turn, rss_mb
from tests.support.postgres import TestServer

ROUNDS = 7
MEMBERS = 240_000
REPLAYED = 60_000
OTHER_SHAPE = text("update subscription.views set shape = 'older'")


def run(
    server: TestServer, rounds: int = ROUNDS, members: int = MEMBERS, replayed: int = REPLAYED
) -> list[Result]:
    """Rebuild and replay in turn."""
    with server.database() as url, ExitStack() as closing:
        branches = city.found(url)
        tree = city.read_log(url)
        city.fill_topic(url, [*tree, *city.histories(branches, members, len(tree) + 1)])
        ours, theirs = in_turn(
            rounds, _rebuilding(url, closing), _replaying(url, replayed, closing)
        )
    memory = rss_mb()
    return [
        Result(
            "fold-events", ours, "events/s", "the bar", 200_000.0,
            ours / 200_000, "≥ 200,000 events/s", ours >= 200_000, rss_mb=memory,
        ),
        Result(
            "fold-vs-eventsourcing", ours, "events/s", "eventsourcing's replay", theirs,
            ours / theirs, "ratio ≥ 2", ours / theirs >= 2, rss_mb=memory,
        ),
    ]  # fmt: skip


def _rebuilding(url: str, closing: ExitStack) -> Callable[[], float]:
    """The rebuild of a view whose shape has changed: everything is read, nothing compared."""
    pool = closing.enter_context(open_pool(url))
    engine = open_engine(url)
    closing.callback(engine.dispose)
    view = views_of(engine, EmbeddedBackbone(pool, Signals(url, ())))[STATISTICS.name]
    views.ensure_view(engine, STATISTICS)

    def rebuilt() -> float:
        with engine.begin() as connection:
            connection.execute(OTHER_SHAPE)
        report = view.rebuild().run()
        assert report.switched
        return report.events / report.seconds

    return rebuilt


def _replaying(url: str, events: int, closing: ExitStack) -> Callable[[], float]:
    application = library.opened(url, closing)
    library.register(application, events)

    def replay() -> float:
        began = perf_counter()
        count = sum(1 for _ in library.replayed(application))
        assert count == events
        return count / (perf_counter() - began)

    return replay
