"""Where an adapter joins the suite: a fixture that opens it and makes its topics, and its name in ``ADAPTERS``."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import NamedTuple

import pytest

from shared.clock import new_id
from shared.database import open_pool
from shared.messaging import chosen
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Backbone
from shared.signals import Signals
from tests.shared.messaging.published import Open
from tests.support.guarded_kafka import Guarded, guarded_kafka
from tests.support.kafka import TestKafka

ADAPTERS = ["embedded", "on_kafka", pytest.param("over_tls", marks=pytest.mark.slow)]
PARTITIONS = 3


class Adapter(NamedTuple):
    """Opened twice, nothing is shared but the backbone itself; a topic is one that no other test uses."""

    open: Open
    make_topic: Callable[[], str]


@pytest.fixture(params=ADAPTERS)
def adapter(request: pytest.FixtureRequest) -> Adapter:
    """Each adapter in turn."""
    opened: Adapter = request.getfixturevalue(request.param)
    return opened


@pytest.fixture
def open_backbone(adapter: Adapter) -> Open:
    return adapter.open


@pytest.fixture
def backbone(open_backbone: Open) -> Backbone:
    return open_backbone()


@pytest.fixture
def topic(adapter: Adapter) -> str:
    return adapter.make_topic()


@pytest.fixture
def other_topic(adapter: Adapter) -> str:
    return adapter.make_topic()


@pytest.fixture
def embedded(database_url: str) -> Iterator[Adapter]:
    with ExitStack() as opened:
        yield Adapter(
            lambda: opened.enter_context(_embedded(database_url)), lambda: f"test-{new_id()}.v1"
        )


@contextmanager
def _embedded(url: str) -> Iterator[Backbone]:
    signals = Signals(url, EmbeddedBackbone.channels).start()
    with closing(open_pool(url)) as pool:
        yield EmbeddedBackbone(pool, signals)
        signals.stop()


@pytest.fixture
def on_kafka(kafka: TestKafka) -> Iterator[Adapter]:
    with ExitStack() as opened:
        yield Adapter(
            lambda: opened.enter_context(closing(KafkaBackbone(Link(kafka.bootstrap)))),
            lambda: kafka.make_topic(partitions=PARTITIONS),
        )


@pytest.fixture
def over_tls(guarded: Guarded) -> Iterator[Adapter]:
    """Kafka that asks who one is and speaks TLS, reached as a service's settings say."""
    with ExitStack() as opened:
        yield Adapter(
            lambda: opened.enter_context(chosen.kafka(guarded.settings, "test")),
            lambda: guarded.make_topic(PARTITIONS),
        )


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded_kafka(tmp_path_factory.mktemp("guarded")) as kafka:
        yield kafka
