"""Which backbone a process uses: Kafka, or the embedded one, as its settings say."""

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from shared.database import open_pool
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.promise import Backbone
from shared.settings import ServiceSettings
from shared.signals import Signals


def opened(settings: ServiceSettings, client: str) -> AbstractContextManager[Backbone]:
    """The backbone, for as long as the process works; Kafka's operators see it as ``client``."""
    if settings.kafka_bootstrap:
        return kafka(settings, client)
    return embedded(settings.backbone_url)


@contextmanager
def embedded(url: str) -> Iterator[Backbone]:
    """The log of messages in the PostgreSQL database at ``url``."""
    pool = open_pool(url)
    signals = Signals(url, EmbeddedBackbone.channels)
    try:
        yield EmbeddedBackbone(pool, signals)
    finally:
        signals.stop()
        pool.close()


@contextmanager
def kafka(settings: ServiceSettings, client: str) -> Iterator[Backbone]:
    """The Kafka cluster that ``settings`` name."""
    from shared.messaging.kafka import KafkaBackbone, Link, Scram  # noqa: PLC0415 -- its clients take a second to import

    scram = None
    if settings.kafka_user:
        trusted = (
            ssl.create_default_context(cafile=settings.kafka_ca) if settings.kafka_ca else None
        )
        scram = Scram(settings.kafka_user, settings.kafka_password, trusted)
    backbone = KafkaBackbone(Link(settings.kafka_bootstrap, client, scram))
    try:
        yield backbone
    finally:
        backbone.close()
