"""A view of several topics on every adapter: followed together, waited for and rebuilt."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from msgspec import structs
from sqlalchemy import Engine

from shared.database import open_engine
from shared.messaging.feed import Topics
from shared.messaging.promise import Backbone, Following
from shared.signals import Bell, Signals
from shared.subscription.keeping import View
from shared.subscription.reaching import VIEWS_MOVED, Reaching
from shared.subscription.views import ensure_view
from tests.shared.messaging.published import Open
from tests.support.sample import MARK
from tests.support.two_topics import VIEW, content, outgoing, residence

PATIENCE = 60.0
MOVES = [(f"p{n % 7}", n) for n in range(1, 61)]
PLACES = [(f"place-{n % 5}", n) for n in range(1, 41)]


class Deployment(NamedTuple):
    """The view and who keeps it up to date, in one process; who publishes, in another."""

    engine: Engine
    view: View
    following: Following
    reaching: Reaching
    writer: Backbone

    def publish(self, topic: str, told: list[tuple[str, int]]) -> None:
        """Everything, and behind it in each part how far the publisher is, as a relay does."""
        messages = outgoing(topic, told)
        mark = structs.replace(messages[-1], key=MARK, everywhere=True)
        self.writer.publisher().publish([*messages, mark])


@pytest.fixture
def deployed(
    open_backbone: Open, topic: str, other_topic: str, database_url: str
) -> Iterator[Deployment]:
    with ExitStack() as running:
        engine = open_engine(database_url)
        running.callback(engine.dispose)
        signals = Signals(database_url, (VIEWS_MOVED,)).start()
        running.callback(signals.stop)
        bell = Bell(database_url, VIEWS_MOVED)
        running.callback(bell.stop)
        feed = Topics(open_backbone(), topic, other_topic)
        view = View(engine, residence(topic, other_topic), feed, batch=7)
        assert ensure_view(engine, view.projection)
        following = view.following(bell)
        following.start()
        running.callback(following.stop)
        yield Deployment(engine, view, following, Reaching(engine, VIEW, signals), open_backbone())


def expected() -> tuple[list[tuple[int, str, int]], list[tuple[str, int]]]:
    moves = [(sequence, key, number) for sequence, (key, number) in enumerate(MOVES, 1)]
    return moves, sorted(dict(PLACES).items())


def test_both_are_followed_together_and_each_waited_for_by_itself(
    deployed: Deployment, topic: str, other_topic: str
) -> None:
    """Whoever waits for one need not wait for the other, which nobody has published to yet."""
    deployed.publish(topic, MOVES)

    assert deployed.reaching.wait(60, PATIENCE, topic)
    assert content(deployed.engine)[1] == []
    assert not deployed.reaching.wait(1, 0.0, other_topic)

    deployed.publish(other_topic, PLACES)
    assert deployed.reaching.wait(40, PATIENCE, other_topic)
    assert content(deployed.engine) == expected()
    assert deployed.view.feed.name == f"{topic}+{other_topic}"
    assert deployed.following.fault == ""


def test_a_rebuild_reads_both_while_they_are_written(
    deployed: Deployment, topic: str, other_topic: str
) -> None:
    with ThreadPoolExecutor(2) as writers:
        writing = [
            writers.submit(deployed.publish, topic, MOVES),
            writers.submit(deployed.publish, other_topic, PLACES),
        ]
        reports = [deployed.view.rebuild().run() for _ in range(3)]
        for one in writing:
            one.result(PATIENCE)
    assert deployed.reaching.wait(60, PATIENCE, topic)
    assert deployed.reaching.wait(40, PATIENCE, other_topic)
    reports.append(deployed.view.rebuild().run())

    assert {(report.identical, report.switched) for report in reports} == {(True, True)}
    assert content(deployed.engine) == expected()


def test_its_parts_are_those_of_all_its_topics(
    backbone: Backbone, topic: str, other_topic: str
) -> None:
    of_both = Topics(backbone, topic, other_topic).sources()
    apart = [*backbone.sources(topic), *backbone.sources(other_topic)]

    names = [source.name for source in apart]
    assert [source.name for source in of_both] == names
    assert (len(of_both), of_both[-1].name) == (len(names), names[-1])
    assert [source.name for source in of_both[1:]] == names[1:]
