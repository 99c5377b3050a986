"""A client of Kafka that is closed while it connects leaves no socket open."""

import gc
import socket
from collections.abc import Iterator

import pytest
from kafka.net.inet import create_connection
from kafka.net.selector import NetworkSelector

from tests.support.closing_selector import ClosingSelector


@pytest.fixture
def port() -> Iterator[int]:
    """Nobody takes what comes there, so that who connects waits."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            yield port


def test_what_connects_when_a_client_is_closed_is_closed_too(port: int) -> None:
    loop = NetworkSelector(selector=ClosingSelector)
    loop.call_soon_with_future(create_connection, loop, "127.0.0.1", port)
    loop.poll(timeout_ms=0)
    assert len(loop._selector.get_map()) == 2, "the loop's own, and the one that connects"

    loop.close()
    gc.collect()
