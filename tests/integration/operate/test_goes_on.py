"""Whoever has stopped for good goes on in the same process, once an operator has mended what stopped him.

A service with a view and a consumer of one topic, as its composition runs them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from msgspec import structs
from sqlalchemy import Engine, insert, select

from deploy.operate.answers import Status
from deploy.operate.dead_letters import run_discard
from deploy.operate.offsets import run_reset
from deploy.operate.opened import Opened, opened
from deploy.operate.views import run_rebuild
from shared.clock import new_id, utc_now
from shared.composition import Front, Reacting, Work, compose, ground_of
from shared.database import open_engine
from shared.messaging import chosen
from shared.messaging.feed import Topic
from shared.messaging.hearing import Hearing
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Backbone, Message, OutgoingMessage
from shared.service import Service
from shared.subscription.follower import Follower
from shared.subscription.keeping import View, by_name
from shared.subscription.progress import Progress, State
from shared.subscription.views import ensure_view
from tests.support.kafka import TestKafka
from tests.support.looking import parked
from tests.support.poisoned import CONSUMER, HAPPENED, SEEN, VIEW, Seen, told
from tests.support.running_petitions import settings_for

LONG, MANY = 60.0, 12
BOTH = (VIEW, CONSUMER)
_hearing = Hearing("sample", (HAPPENED,), (HAPPENED,))
_STAND = "insert into subscription.checkpoints (subscription, source, position) values (%s, %s, %s)"


class Scene:
    """The service, and its operator, who is another process."""

    def __init__(self, url: str, folder: Path, backbone: Backbone, topic: str) -> None:
        self._url, self._settings = url, settings_for(url, folder)
        self._backbone, self.topic, self.heard = backbone, topic, list[str]()
        self.service = self._composed()

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        to = [structs.replace(message, topic=self.topic) for message in messages]
        self._backbone.publisher().publish(to)

    def stopped(self, name: str) -> bool:
        return self._becomes(name, lambda progress: progress.state is State.STOPPED)

    def came(self, name: str, position: int) -> bool:
        return self._becomes(name, lambda progress: progress.position >= position)

    def operated(self, act: Callable[[Opened], Status]) -> Status:
        with opened(self._composed(), self._url) as service:
            return act(service)

    def reset(self, name: str) -> Status:
        """To the beginning, in each part."""
        return self.operated(
            lambda service: run_reset(service, name, self.topic, 0, skip=False, dry_run=False)
        )

    def loop(self, name: str) -> Follower[Any]:
        while (found := self.service.subscriptions.get(f"{name}:{self.topic}/0")) is None:
            pass  # it is about to begin
        return found

    def _becomes(self, name: str, so: Callable[[Progress], bool]) -> bool:
        return self.loop(name).progress.wait_until(so, LONG)

    def _composed(self) -> Service:
        ground = ground_of("sample", self._settings, utc_now)
        feed = Topic(self._backbone, self.topic)
        view = by_name(View(ground.engine, Seen(), feed))
        work = Work(view, consumers=[Reacting(CONSUMER, feed, self._hear)])
        return compose(ground, work, Front("sample", []), self._backbone)

    def _hear(self, batch: Sequence[Message]) -> None:
        for _, found in _hearing.all_of(batch):
            if found.id not in self.heard:
                self.heard.append(found.id)


@pytest.fixture(params=["embedded", "on_kafka"])
def scene(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Scene]:
    """Not started yet; a topic of one part, on each adapter."""
    with ExitStack() as opening:
        if request.param == "embedded":
            topic = f"test-{new_id()}.v1"
            backbone: Backbone = opening.enter_context(chosen.embedded(database_url))
        else:
            kafka: TestKafka = request.getfixturevalue("kafka")
            topic = kafka.make_topic()
            backbone = opening.enter_context(closing(KafkaBackbone(Link(kafka.bootstrap))))
        found = Scene(database_url, tmp_path, backbone, topic)
        opening.callback(found.service.stop)
        yield found


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """With the view, which is empty."""
    engine = open_engine(database_url)
    assert ensure_view(engine, Seen())
    yield engine
    engine.dispose()


def seen(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(SEEN.c.id)).scalars())


@pytest.mark.parametrize("scene", ["on_kafka"], indirect=True)
def test_from_a_position_that_is_put_elsewhere_it_goes_on_and_from_a_lost_one_nobody_does(
    scene: Scene, engine: Engine, database_url: str
) -> None:
    """Not even when the topic has grown past it: what came below would be passed over."""
    with psycopg.connect(database_url) as connection:
        stands = [(name, f"{scene.topic}/0", 5) for name in BOTH]
        connection.cursor().executemany(_STAND, stands)
    scene.publish(told(*"abc"))
    scene.service.start()
    assert all(map(scene.stopped, BOTH))
    scene.publish(told(*"defgh", first=4))
    whole = [f"{stream}@{at}" for at, stream in enumerate("abcdefgh", 1)]

    assert scene.reset(VIEW) == Status.DONE

    assert scene.came(VIEW, 8)
    assert seen(engine) == {*whole}
    assert scene.stopped(CONSUMER)

    assert scene.reset(CONSUMER) == Status.DONE

    assert scene.came(CONSUMER, 8)
    assert scene.heard == whole


def test_behind_a_flood_that_is_discarded_it_goes_on_and_nobody_else_tries(
    scene: Scene, engine: Engine
) -> None:
    flood = [structs.replace(one, value=b"{") for one in told(*(f"s{n}" for n in range(MANY)))]
    scene.publish([*flood, *told("z", first=MANY + 1)])
    scene.service.start()
    assert all(map(scene.stopped, BOTH))

    for name in BOTH:
        assert [scene.loop(one).looks_again for one in BOTH] == [False, False]
        assert "10 in a row" in scene.loop(name).progress.reason

        scene.operated(partial(discard, name))

        assert scene.came(name, MANY + 1)
    assert seen(engine) == {*scene.heard} == {f"z@{MANY + 1}"}
    assert [sorted(parked(engine, name)) for name in BOTH] == [[10, 11, 12], [10, 11, 12]]


def discard(name: str, service: Opened) -> Status:
    """All that it has set aside by now."""
    healing = service.healings[name]()
    for letter in healing.listed():
        run_discard([healing], letter.id, because="no message", dry_run=False)
    return Status.DONE


def test_a_view_that_is_rebuilt_goes_on(scene: Scene, engine: Engine) -> None:
    """What stood in its way were its own rows: somebody had written some by hand."""
    with engine.begin() as connection:
        strange = [{"id": f"s{n}@{n}", "stream": "by hand"} for n in range(1, MANY + 1)]
        connection.execute(insert(SEEN), strange)
    scene.publish(told(*(f"s{n}" for n in range(1, MANY + 1))))
    scene.service.start()
    assert scene.stopped(VIEW)

    def rebuild(service: Opened) -> Status:
        return run_rebuild(service.view(VIEW), accept_differences=True, dry_run=False)

    assert scene.operated(rebuild) == Status.DONE

    assert scene.came(VIEW, MANY)
    assert (seen(engine), parked(engine, VIEW)) == ({*scene.heard}, {})
