"""Petitions and resources side by side on one backbone, in a city that membership has told them about."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.petitions.main import compose as compose_petitions
from services.resources.main import compose as compose_resources
from shared.database import open_pool
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.service import Service
from shared.signals import Signals
from tests.support import running_petitions, running_resources
from tests.support.postgres import TestServer
from tests.support.running_service import Clock, Running
from tests.support.told_by_membership import district


@dataclass(frozen=True)
class Two:
    """Both, running; their tokens are the same."""

    petitions: Running
    resources: Running


@contextmanager
def two_services(postgres: TestServer, folder: Path) -> Iterator[Two]:
    """Each with a database of its own; the backbone lies with petitions'."""
    first, second = postgres.make_database(), postgres.make_database()
    with ExitStack() as stack:
        pool = open_pool(first, size=4)
        stack.callback(pool.close)
        signals = Signals(first, EmbeddedBackbone.channels).start()
        stack.callback(signals.stop)
        backbone, clock = EmbeddedBackbone(pool, signals), Clock()
        backbone.publisher().publish(district().told)
        told = running_petitions.settings_for(first, folder)
        petitions = compose_petitions(told, backbone, now=clock)
        there = running_resources.settings_for(second, folder)
        resources = compose_resources(there, backbone, now=clock)
        keys = Path(told.token_keys)
        yield Two(
            _running(stack, petitions, first, clock, keys),
            _running(stack, resources, second, clock, keys),
        )
    for url in (first, second):
        postgres.drop_database(url)


def _running(stack: ExitStack, service: Service, url: str, clock: Clock, keys: Path) -> Running:
    service.start()
    stack.callback(service.stop)
    server = stack.enter_context(Server(service.app, port=0))
    found = Running(server.address, service, url, clock, keys)
    stack.callback(found.close)
    return found
