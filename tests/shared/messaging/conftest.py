"""Where an adapter joins the suite: a fixture that opens it, and its name in ``ADAPTERS``."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from shared.clock import new_id
from shared.database import open_pool
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.promise import Backbone
from shared.signals import Signals

ADAPTERS = ["embedded"]
Open = Callable[[], Backbone]


@pytest.fixture(params=ADAPTERS)
def open_backbone(request: pytest.FixtureRequest) -> Open:
    """Opens each adapter in turn; opened twice, nothing is shared but the backbone itself."""
    opened: Open = request.getfixturevalue(f"open_{request.param}")
    return opened


@pytest.fixture
def backbone(open_backbone: Open) -> Backbone:
    return open_backbone()


@pytest.fixture
def topic() -> str:
    """A topic that no other test uses."""
    return f"test-{new_id()}.v1"


@pytest.fixture
def open_embedded(database_url: str) -> Iterator[Open]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(_embedded(database_url))


@contextmanager
def _embedded(url: str) -> Iterator[Backbone]:
    signals = Signals(url, EmbeddedBackbone.channels).start()
    with closing(open_pool(url)) as pool:
        yield EmbeddedBackbone(pool, signals)
        signals.stop()
