from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.messaging.kafka import KafkaBackbone, Link
from shared.subscription.views import ensure_view
from tests.support.kafka import TestKafka
from tests.support.sample import Sample


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def view(engine: Engine) -> Sample:
    """The sample's view, made and empty."""
    sample = Sample()
    assert ensure_view(engine, sample)
    return sample


@pytest.fixture
def link(kafka: TestKafka) -> Link:
    return Link(kafka.bootstrap)


@pytest.fixture
def backbone(link: Link) -> Iterator[KafkaBackbone]:
    with closing(KafkaBackbone(link)) as backbone:
        yield backbone


@pytest.fixture
def topic(kafka: TestKafka) -> str:
    """A topic of one partition."""
    return kafka.make_topic()
