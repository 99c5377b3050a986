from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.messaging.promise import Message
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.views import ensure_view
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource


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
def source() -> ListSource:
    """Ninety messages of three streams."""
    return ListSource(messages(*[("abc"[n % 3], n) for n in range(90)]))


@pytest.fixture
def live(engine: Engine, view: Sample, source: ListSource) -> Iterator[Subscription[Message]]:
    """The projector that goes on while the view is rebuilt; it has caught up."""
    subscription = Subscription("live", source, Projector(engine, view), batch=7).start()
    assert subscription.progress.wait_until(lambda p: p.position == 90, 20)
    yield subscription
    subscription.stop()
